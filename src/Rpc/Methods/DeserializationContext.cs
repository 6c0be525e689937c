using System.Buffers;

namespace Grpc.Core;

/// <summary>Gives the bytes of one message to a marshaller.</summary>
public abstract class DeserializationContext
{
    /// <summary>The length in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>A copy of the payload.</summary>
    public virtual byte[] PayloadAsNewBuffer() =>
        throw new NotSupportedException("This deserialization context does not give a byte array.");

    /// <summary>The payload in place; valid only until the deserializer returns.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() =>
        throw new NotSupportedException("This deserialization context does not give a sequence.");
}
