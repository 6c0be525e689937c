using System.Buffers;
using Grpc.Core;

namespace GrpcExp.Rpc.Wire;

/// <summary>Collects one message in an array.</summary>
internal sealed class ArraySerializationContext : SerializationContext
{
    private ArrayBufferWriter<byte>? _writer;

    public byte[] Payload { get; private set; } = [];

    public override void Complete(byte[] payload) => Payload = payload;

    public override IBufferWriter<byte> GetBufferWriter() => _writer ??= new ArrayBufferWriter<byte>();

    public override void Complete() => Payload = _writer?.WrittenSpan.ToArray() ?? [];
}
