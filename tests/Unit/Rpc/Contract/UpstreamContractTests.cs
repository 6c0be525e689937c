using System.Reflection;
using Grpc.Core;

namespace GrpcExp.Unit.Rpc.Contract;

/// <summary>
/// What GrpcExp.Rpc offers in the namespaces of the upstream packages is a subset of what those offer, as written down
/// in the file upstream-api-2.85.0.txt. The build with -p:UpstreamPackages=true holds that file to the packages; with
/// GRPCEXP_WRITE_CONTRACT=1 it writes the file instead, which is how a new version is taken.
/// </summary>
public sealed class UpstreamContractTests
{
    private static readonly string[] Packages =
    [
        "Grpc.AspNetCore.Server", "Grpc.AspNetCore.Server.ClientFactory", "Grpc.AspNetCore.Server.Reflection", "Grpc.AspNetCore.Web",
        "Grpc.Core.Api", "Grpc.HealthCheck", "Grpc.Net.Client", "Grpc.Net.ClientFactory", "Grpc.Net.Common", "Grpc.Reflection",
    ];

    private static string ContractFile => Checkout.PathOf("tests/Unit/Rpc/Contract/upstream-api-2.85.0.txt");

    private static bool IsUpstream => typeof(Metadata).Assembly.GetName().Name != "GrpcExp.Rpc";

    [Fact]
    public void Everything_offered_in_an_upstream_namespace_is_there_upstream()
    {
        if (IsUpstream)
        {
            WriteWhenAsked();
            Assert.Equal(File.ReadAllLines(ContractFile), OfPackages());
            return;
        }

        var contract = File.ReadAllLines(ContractFile).ToHashSet();
        Assert.Equal([], Ours().Where(line => !contract.Contains(line)));
    }

    [Fact]
    public void The_contract_has_members_of_every_kind()
    {
        var contract = File.ReadAllLines(ContractFile).ToHashSet();
        string[] known =
        [
            "Grpc.Core.StatusCode: NotFound = 5",
            "Grpc.Core.ChannelBase: abstract Grpc.Core.CallInvoker CreateCallInvoker()",
            "Grpc.Core.RpcException: new(Grpc.Core.Status status, System.String message)",
            "Grpc.Net.Client.GrpcChannelOptions: System.Int32? MaxReceiveMessageSize { get; set; }",
            "Grpc.HealthCheck.HealthServiceImpl: class : Grpc.Health.V1.Health.HealthBase",
        ];
        Assert.Equal([], known.Where(line => !contract.Contains(line)));
    }

    [Fact]
    public void A_member_that_upstream_lacks_or_spells_otherwise_is_noticed()
    {
        var contract = File.ReadAllLines(ContractFile).ToHashSet();
        var stranger = PublicSurface.Of(typeof(Stranger))
            .Select(line => line.Replace(Signature.Of(typeof(Stranger)), "Grpc.Core.RpcException", StringComparison.Ordinal));
        Assert.Equal(
            [
                "Grpc.Core.RpcException: System.Int32 Code { get; }",
                "Grpc.Core.RpcException: new(Grpc.Core.Status state, System.String message)",
            ],
            stranger.Where(line => !contract.Contains(line)).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Ours() =>
        typeof(Metadata).Assembly.GetTypes()
            .Where(type => type.IsVisible && type.Namespace?.StartsWith("GrpcExp.", StringComparison.Ordinal) == false)
            .SelectMany(PublicSurface.Of);

    private static string[] OfPackages() =>
        [.. Packages.SelectMany(name => PublicSurface.Of(Assembly.Load(name))).Distinct().Order(StringComparer.Ordinal)];

    private static void WriteWhenAsked()
    {
        if (Environment.GetEnvironmentVariable("GRPCEXP_WRITE_CONTRACT") == "1")
        {
            File.WriteAllLines(ContractFile, OfPackages());
        }
    }

    /// <summary>As RpcException, but one parameter has another name and one member more.</summary>
    public class Stranger : Exception
    {
        public Stranger(Status status)
        {
            Status = status;
        }

        public Stranger(Status state, string message)
            : base(message)
        {
            Status = state;
        }

        public Status Status { get; }

        public int Code => (int)Status.StatusCode;
    }
}
