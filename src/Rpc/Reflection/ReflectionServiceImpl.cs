using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;
using GrpcExp.Rpc.Reflection;

namespace Grpc.Reflection;

/// <summary>
/// grpc.reflection.v1alpha, which older clients ask for: as <see cref="ReflectionV1ServiceImpl"/> under another name.
/// </summary>
public class ReflectionServiceImpl : ServerReflection.ServerReflectionBase
{
    private readonly ReflectionAnswers _answers;

    /// <summary>A service that lists some names and answers from a registry.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ReflectionServiceImpl(IEnumerable<string> services, SymbolRegistry symbolRegistry)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(symbolRegistry);
        _answers = new ReflectionAnswers(services, symbolRegistry);
    }

    /// <summary>A service that knows some services and the files that they need.</summary>
    /// <exception cref="ArgumentNullException">The sequence is null.</exception>
    public ReflectionServiceImpl(IEnumerable<ServiceDescriptor> serviceDescriptors)
    {
        ArgumentNullException.ThrowIfNull(serviceDescriptors);
        _answers = new ReflectionAnswers([.. serviceDescriptors]);
    }

    /// <summary>A service that knows some services and the files that they need.</summary>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public ReflectionServiceImpl(params ServiceDescriptor[] serviceDescriptors)
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
            await responseStream.WriteAsync(Answer(requestStream.Current)).ConfigureAwait(false);
        }
    }

    // The two versions have the same bytes on the wire, so their messages turn into each other through them.
    private ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var answer = _answers.To(V1.ServerReflectionRequest.Parser.ParseFrom(request.ToByteString()));
        return ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString());
    }
}
