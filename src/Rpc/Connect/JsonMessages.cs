using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Connect;

/// <summary>
/// The messages of one method as JSON, by the mapping of protobuf. Fields that a message does not have are ignored, as
/// in binary; fields with default values are left out.
/// </summary>
internal sealed class JsonMessages
{
    /// <summary>How deep objects and arrays may be nested, together.</summary>
    public const int MaxDepth = 100;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly TypeRegistry _types;
    private readonly JsonFormatter _formatter;
    private readonly JsonParser _parser;

    private JsonMessages(params FileDescriptor?[] files)
    {
        // What an Any holds is found among the files of the method and all that they import.
        _types = TypeRegistry.FromFiles(files.OfType<FileDescriptor>().Distinct());
        _formatter = new JsonFormatter(JsonFormatter.Settings.Default.WithTypeRegistry(_types));
        _parser = new JsonParser(new JsonParser.Settings(MaxDepth, _types).WithIgnoreUnknownFields(true));
    }

    /// <summary>Null unless both messages are of protobuf.</summary>
    public static JsonMessages? Of<TRequest, TResponse>(Method<TRequest, TResponse> method, FileDescriptor? service) =>
        DescriptorOf(method.RequestMarshaller) is { } request && DescriptorOf(method.ResponseMarshaller) is { } response
            ? new JsonMessages(service, request.File, response.File)
            : null;

    /// <summary>The same method with messages in JSON.</summary>
    public Method<TRequest, TResponse> Apply<TRequest, TResponse>(Method<TRequest, TResponse> method) =>
        new(method.Type, method.ServiceName, method.Name, MarshallerOf(method.RequestMarshaller), MarshallerOf(method.ResponseMarshaller));

    /// <summary>The JSON of what an Any holds; null when its type is not known.</summary>
    public string? Describe(Any any)
    {
        try
        {
            return _types.Find(Any.GetTypeName(any.TypeUrl)) is { } type ? _formatter.Format(type.Parser.ParseFrom(any.Value)) : null;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidOperationException)
        {
            return null;
        }
    }

    // No bytes are the empty message, which knows its type; what is not of protobuf has none, or fails to read them.
    private static MessageDescriptor? DescriptorOf<T>(Marshaller<T> binary)
    {
        try
        {
            return (binary.Deserializer([]) as IMessage)?.Descriptor;
        }
        catch (Exception)
        {
            return null;
        }
    }

    private Marshaller<T> MarshallerOf<T>(Marshaller<T> binary)
    {
        var descriptor = DescriptorOf(binary)!;
        return new Marshaller<T>(Serialize, context => (T)Deserialize(context.PayloadAsReadOnlySequence(), descriptor));
    }

    private void Serialize<T>(T message, SerializationContext context)
    {
        var json = _formatter.Format((IMessage)message!);
        context.SetPayloadLength(Encoding.UTF8.GetByteCount(json));
        Encoding.UTF8.GetBytes(json, context.GetBufferWriter());
        context.Complete();
    }

    private IMessage Deserialize(ReadOnlySequence<byte> json, MessageDescriptor descriptor)
    {
        CheckSyntax(json);
        try
        {
            using var text = new StreamReader(new SequenceStream(json), StrictUtf8, detectEncodingFromByteOrderMarks: false);
            return _parser.Parse(text, descriptor);
        }
        catch (Exception e)
        {
            throw Invalid($"The JSON does not fit '{descriptor.FullName}': {e.Message}", e);
        }
    }

    // Before the parser of protobuf, which does not say where an error is and does not count nested arrays.
    private static void CheckSyntax(ReadOnlySequence<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            var place = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            var what = place < 0 ? e.Message : e.Message[..place];
            throw Invalid($"The JSON is malformed at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {what}", e);
        }
    }

    private static RpcException Invalid(string detail, Exception cause) => new(new Status(StatusCode.InvalidArgument, detail, cause));
}
