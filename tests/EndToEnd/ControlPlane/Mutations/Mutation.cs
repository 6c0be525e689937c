using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace GrpcExp.EndToEnd.ControlPlane.Mutations;

/// <summary>A method that changes something, called by what its descriptor says.</summary>
internal sealed class Mutation(MethodDescriptor method)
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    private readonly Method<byte[], byte[]> _call = new(MethodType.Unary, method.Service.FullName, method.Name, Bytes, Bytes);

    /// <summary>True when a lost update can be refused: there is an etag, and something that it is the etag of.</summary>
    public bool HasEtag => !method.Name.StartsWith("Create", StringComparison.Ordinal) && !method.Name.StartsWith("Register", StringComparison.Ordinal)
        && (method.InputType.FindFieldByName("etag") is not null || ResourceField?.MessageType.FindFieldByName("etag") is not null);

    private FieldDescriptor? ResourceField => method.InputType.FindFieldByNumber(1) is { FieldType: FieldType.Message } resource ? resource : null;

    public async Task<IMessage> CallAsync(CallInvoker caller, IMessage request)
    {
        using var call = caller.AsyncUnaryCall(_call, null, default, request.ToByteArray());
        return method.OutputType.Parser.ParseFrom(await call);
    }

    public async Task<Refusals> RefusalAsync(CallInvoker caller, IMessage request)
    {
        using var call = caller.AsyncUnaryCall(_call, null, default, request.ToByteArray());
        return Refusals.Of(await Assert.ThrowsAsync<RpcException>(async () => await call));
    }

    /// <summary>The request with another text in a field of its own.</summary>
    public IMessage With(IMessage request, string field, string text)
    {
        var copy = method.InputType.Parser.ParseFrom(request.ToByteArray());
        method.InputType.FindFieldByName(field).Accessor.SetValue(copy, text);
        return copy;
    }

    /// <summary>The request with another etag, which may be the resource's.</summary>
    public IMessage WithEtag(IMessage request, string etag)
    {
        if (method.InputType.FindFieldByName("etag") is not null)
        {
            return With(request, "etag", etag);
        }

        var copy = method.InputType.Parser.ParseFrom(request.ToByteArray());
        ResourceField!.MessageType.FindFieldByName("etag").Accessor.SetValue((IMessage)ResourceField.Accessor.GetValue(copy), etag);
        return copy;
    }
}
