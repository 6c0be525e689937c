using Grpc.Core;
using GrpcExp.Conformance.Services.Shop;

namespace GrpcExp.Conformance.Services;

/// <summary>The service that reflection is asked about.</summary>
public sealed class ShopService : Shop.Shop.ShopBase
{
    public override Task<Receipt> Sell(Order request, ServerCallContext context) =>
        Task.FromResult(new Receipt { Weight = request.Lines.Sum(line => line.Count * line.Part.Weight) });
}
