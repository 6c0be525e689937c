using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using GrpcExp.Rpc.Reflection;

namespace Grpc.Reflection;

/// <summary>
/// grpc.reflection.v1: tells clients which services there are and how their messages look. Immutable, so one object
/// serves every call. <c>AddGrpcReflection</c> registers one that knows every mapped service.
/// </summary>
public class ReflectionV1ServiceImpl : ServerReflection.ServerReflectionBase
{
    private readonly ReflectionAnswers _answers;

    /// <summary>A service that lists some names and answers from a registry.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ReflectionV1ServiceImpl(IEnumerable<string> services, SymbolRegistry symbolRegistry)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(symbolRegistry);
        _answers = new ReflectionAnswers(services, symbolRegistry);
    }

    /// <summary>A service that knows some services and the files that they need.</summary>
    /// <exception cref="ArgumentNullException">The sequence is null.</exception>
    public ReflectionV1ServiceImpl(IEnumerable<ServiceDescriptor> serviceDescriptors)
    {
        ArgumentNullException.ThrowIfNull(serviceDescriptors);
        _answers = new ReflectionAnswers([.. serviceDescriptors]);
    }

    /// <summary>A service that knows some services and the files that they need.</summary>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public ReflectionV1ServiceImpl(params ServiceDescriptor[] serviceDescriptors)
        : this((IEnumerable<ServiceDescriptor>)serviceDescriptors)
    {
    }

    /// <inheritdoc />
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(requestStream);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(_answers.To(requestStream.Current)).ConfigureAwait(false);
        }
    }
}
