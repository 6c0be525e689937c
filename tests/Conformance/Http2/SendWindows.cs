using System.Buffers.Binary;

namespace GrpcExp.Conformance.Http2;

/// <summary>How much DATA a peer allows on a connection and on each of its streams, as its frames say.</summary>
internal sealed class SendWindows
{
    private const int Default = 65_535;

    private readonly Dictionary<int, long> _change = [];
    private long _connection = Default;
    private long _initial = Default;

    public void Observe(Frame frame)
    {
        if (frame.Type == FrameType.WindowUpdate && frame.Payload.Length == 4)
        {
            var increment = BinaryPrimitives.ReadInt32BigEndian(frame.Payload);
            if (frame.StreamId == 0)
            {
                _connection += increment;
            }
            else
            {
                _change[frame.StreamId] = _change.GetValueOrDefault(frame.StreamId) + increment;
            }
        }
        else if (frame.Type == FrameType.Settings)
        {
            for (var i = 0; i + 6 <= frame.Payload.Length; i += 6)
            {
                if (BinaryPrimitives.ReadUInt16BigEndian(frame.Payload.AsSpan(i)) == (ushort)Setting.InitialWindowSize)
                {
                    _initial = BinaryPrimitives.ReadInt32BigEndian(frame.Payload.AsSpan(i + 2));
                }
            }
        }
    }

    /// <summary>Takes the room for one DATA frame if there is as much.</summary>
    public bool TryTake(int streamId, int count)
    {
        var change = _change.GetValueOrDefault(streamId);
        if (_connection < count || _initial + change < count)
        {
            return false;
        }

        _connection -= count;
        _change[streamId] = change - count;
        return true;
    }
}
