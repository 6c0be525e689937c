using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Testing;
using GrpcExp.Conformance.Rpc;

namespace GrpcExp.Conformance.Web;

/// <summary>Runs the JavaScript clients of gRPC-Web and Connect.</summary>
public sealed class ForeignWebPeers : IAsyncLifetime
{
    private readonly ForeignPeers _peers = new("foreign-web");
    private readonly string _descriptors = Path.GetTempFileName();

    /// <summary>A file with the descriptors of the test service, for clients without generated code.</summary>
    public string Descriptors => _descriptors;

    public async ValueTask InitializeAsync()
    {
        await _peers.InitializeAsync();
        FileDescriptor[] files =
        [
            EmptyReflection.Descriptor, MessagesReflection.Descriptor, TestReflection.Descriptor,
            Google.Protobuf.WellKnownTypes.DurationReflection.Descriptor, Google.Rpc.ErrorDetailsReflection.Descriptor,
        ];
        var set = new FileDescriptorSet { File = { files.Select(WithJsonNames) } };
        await File.WriteAllBytesAsync(_descriptors, set.ToByteArray());
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_descriptors);
        await _peers.DisposeAsync();
    }

    public Task<string> RunAsync(string script, params string[] arguments) => _peers.RunAsync(script, arguments);

    // Generated C# leaves them out, and the clients look for them.
    private static FileDescriptorProto WithJsonNames(FileDescriptor file)
    {
        var proto = file.ToProto();
        foreach (var (message, described) in proto.MessageType.Zip(file.MessageTypes))
        {
            foreach (var field in message.Field)
            {
                field.JsonName = described.FindFieldByNumber(field.Number).JsonName;
            }
        }

        return proto;
    }
}
