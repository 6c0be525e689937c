using Grpc.Core;
using Grpc.Net.Client;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.Sync;

namespace GrpcExp.Client.InProcess;

/// <summary>Where an in-process client sends the exposures that its evaluations make.</summary>
public sealed class ExposureTarget
{
    private readonly Func<TimeProvider, List<IDisposable>, IExposureSink> _open;

    private ExposureTarget(Func<TimeProvider, List<IDisposable>, IExposureSink> open) => _open = open;

    /// <summary>A control plane.</summary>
    /// <param name="address">Its address, <c>https://…</c>, or <c>http://…</c> without TLS.</param>
    /// <param name="token">Bearer token of role ingest; null for none.</param>
    public static ExposureTarget ControlPlane(Uri address, string? token = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new ExposureTarget((time, owned) =>
        {
            var channel = GrpcChannel.ForAddress(address);
            owned.Add(channel);
            return Send(channel.CreateCallInvoker(), address.GetLeftPart(UriPartial.Authority), token, time);
        });
    }

    /// <summary>Any IngestService, on a channel of the caller's, who keeps it.</summary>
    /// <param name="invoker">A channel's call invoker.</param>
    /// <param name="name">Name for the log.</param>
    /// <param name="token">Bearer token of role ingest; null for none.</param>
    public static ExposureTarget ControlPlane(CallInvoker invoker, string name, string? token = null)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new ExposureTarget((time, _) => Send(invoker, name, token, time));
    }

    /// <summary>Opens the target; what has to be disposed afterwards is added to <paramref name="owned"/>.</summary>
    internal IExposureSink Open(TimeProvider time, List<IDisposable> owned) => _open(time, owned);

    private static GrpcExposureSink Send(CallInvoker invoker, string name, string? token, TimeProvider time) =>
        new(new IngestService.IngestServiceClient(invoker), name, token, time);
}
