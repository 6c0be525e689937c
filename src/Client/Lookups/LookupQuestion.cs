using System.Text;
using Google.Protobuf;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Lookups;

/// <summary>
/// A LookupRequest without its id, measured and ready to be written straight into the outgoing bytes. One flag for one
/// unit, the hot path, is written by hand from the unit's prepared bytes; everything else by protobuf.
/// </summary>
internal readonly struct LookupQuestion
{
    // Tags of lookup.proto and evaluation_service.proto: field number << 3 | wire type.
    private const byte RequestIdTag = (1 << 3) | 0;
    private const byte EvaluationsTag = (2 << 3) | 2;
    private const byte FlagKeyTag = (1 << 3) | 2;
    private const byte ContextTag = (2 << 3) | 2;
    private const byte ExpectedTypeTag = (3 << 3) | 0;

    private readonly string? _flagKey;
    private readonly byte[] _bytes;
    private readonly int _flagKeyBytes;
    private readonly int _evaluationBytes;
    private readonly FlagType _type;

    public LookupQuestion(string flagKey, UnitContext unit, FlagType type)
    {
        _flagKey = flagKey;
        _bytes = unit.Encoded;
        _type = type;
        _flagKeyBytes = Encoding.UTF8.GetByteCount(flagKey);
        _evaluationBytes = 1 + Varint.Size((ulong)_flagKeyBytes) + _flagKeyBytes
            + 1 + Varint.Size((ulong)_bytes.Length) + _bytes.Length
            + (type == FlagType.Unspecified ? 0 : 1 + Varint.Size((ulong)type));
    }

    /// <summary>A message; its id is left out.</summary>
    public LookupQuestion(LookupRequest request) => _bytes = request.ToByteArray();

    /// <summary>Bytes of the frame's body with an id.</summary>
    public int BodySize(ulong id) => 1 + Varint.Size(id)
        + (_flagKey is null ? _bytes.Length : 1 + Varint.Size((ulong)_evaluationBytes) + _evaluationBytes);

    /// <summary>Writes the body; the target holds exactly as many bytes as it takes.</summary>
    public void WriteBody(Span<byte> target, ulong id)
    {
        target[0] = RequestIdTag;
        var at = 1 + Varint.Write(target[1..], id);
        if (_flagKey is null)
        {
            _bytes.CopyTo(target[at..]);
            return;
        }

        target[at++] = EvaluationsTag;
        at += Varint.Write(target[at..], (ulong)_evaluationBytes);
        target[at++] = FlagKeyTag;
        at += Varint.Write(target[at..], (ulong)_flagKeyBytes);
        at += Encoding.UTF8.GetBytes(_flagKey, target[at..]);
        target[at++] = ContextTag;
        at += Varint.Write(target[at..], (ulong)_bytes.Length);
        _bytes.CopyTo(target[at..]);
        at += _bytes.Length;
        if (_type != FlagType.Unspecified)
        {
            target[at++] = ExpectedTypeTag;
            Varint.Write(target[at..], (ulong)_type);
        }
    }
}
