using System.Buffers;

namespace Grpc.Core;

/// <summary>Takes the bytes of one message from a marshaller.</summary>
public abstract class SerializationContext
{
    /// <summary>Takes the whole payload at once.</summary>
    public virtual void Complete(byte[] payload) =>
        throw new NotSupportedException("This serialization context does not take a byte array.");

    /// <summary>A writer for the payload; end with <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() =>
        throw new NotSupportedException("This serialization context does not give a buffer writer.");

    /// <summary>Announces the exact length in bytes, before anything is written; saves a copy.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Says that the payload has been written to the buffer writer.</summary>
    public virtual void Complete() =>
        throw new NotSupportedException("This serialization context does not give a buffer writer.");
}
