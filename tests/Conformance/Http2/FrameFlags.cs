namespace GrpcExp.Conformance.Http2;

/// <summary>The flags of HTTP/2 frames. One bit means END_STREAM or ACK, by the type of its frame.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,
    EndStream = 0x1,
    Ack = 0x1,
    EndHeaders = 0x4,
    Padded = 0x8,
    Priority = 0x20,
}
