using System.Text;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Lookups;

/// <summary>What became of a request: a LookupResponse as it is needed here, or why there is none.</summary>
internal readonly struct LookupAnswer
{
    private const int WireVarint = 0;
    private const int WireFixed64 = 1;
    private const int WireBytes = 2;
    private const int WireFixed32 = 5;

    /// <summary>Id of the request.</summary>
    public ulong RequestId { get; private init; }

    /// <summary>The first evaluation; null when there is none.</summary>
    public EvaluateResponse? First { get; private init; }

    /// <summary>The evaluations after the first; null when there are none.</summary>
    public List<EvaluateResponse>? Others { get; private init; }

    /// <summary>Why there is no answer; null when there is one.</summary>
    public string? Failure { get; private init; }

    /// <summary>The revision that answered; 0 for none.</summary>
    public long Revision { get; private init; }

    /// <summary>Epoch of the revision.</summary>
    public string Epoch { get; private init; }

    /// <summary>How many evaluations there are.</summary>
    public int Count => First is null ? 0 : 1 + (Others?.Count ?? 0);

    public static LookupAnswer Failed(string reason) => new() { Failure = reason, Epoch = "" };

    /// <summary>All evaluations, in order.</summary>
    public IReadOnlyList<EvaluateResponse> ToList() => First is null ? [] : Others is null ? [First] : [First, .. Others];

    /// <summary>Reads a frame's body. Only the evaluations cost memory, and the epoch when it is not the known one.</summary>
    /// <exception cref="InvalidDataException">It is no LookupResponse.</exception>
    /// <exception cref="Google.Protobuf.InvalidProtocolBufferException">An evaluation in it is none.</exception>
    public static LookupAnswer Read(ReadOnlySpan<byte> body, string knownEpoch)
    {
        ulong id = 0, revision = 0;
        EvaluateResponse? first = null;
        List<EvaluateResponse>? others = null;
        string? failure = null;
        var epoch = "";
        while (body.Length > 0)
        {
            var tag = Varint.Read(ref body);
            switch (tag)
            {
                case (1 << 3) | WireVarint:
                    id = Varint.Read(ref body);
                    break;
                case (2 << 3) | WireBytes:
                    var evaluation = EvaluateResponse.Parser.ParseFrom(Take(ref body));
                    if (first is null)
                    {
                        first = evaluation;
                    }
                    else
                    {
                        (others ??= []).Add(evaluation);
                    }

                    break;
                case (3 << 3) | WireBytes:
                    var detail = Encoding.UTF8.GetString(Take(ref body));
                    failure = detail.Length > 0 ? detail : null;
                    break;
                case (4 << 3) | WireVarint:
                    revision = Varint.Read(ref body);
                    break;
                case (5 << 3) | WireBytes:
                    var bytes = Take(ref body);
                    epoch = Same(bytes, knownEpoch) ? knownEpoch : Encoding.UTF8.GetString(bytes);
                    break;
                default:
                    Skip(tag, ref body);
                    break;
            }
        }

        return new LookupAnswer
        {
            RequestId = id,
            First = first,
            Others = others,
            Failure = failure,
            Revision = (long)revision,
            Epoch = epoch,
        };
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> body)
    {
        var length = Varint.Read(ref body);
        return Cut(ref body, length);
    }

    private static ReadOnlySpan<byte> Cut(ref ReadOnlySpan<byte> body, ulong length)
    {
        if (length > (ulong)body.Length)
        {
            throw new InvalidDataException($"The sidecar sent an answer in which {length} bytes are announced and {body.Length} follow.");
        }

        var taken = body[..(int)length];
        body = body[(int)length..];
        return taken;
    }

    // Fields of a newer sidecar.
    private static void Skip(ulong tag, ref ReadOnlySpan<byte> body)
    {
        switch ((int)(tag & 7))
        {
            case WireVarint:
                Varint.Read(ref body);
                break;
            case WireFixed64:
                Cut(ref body, 8);
                break;
            case WireBytes:
                Take(ref body);
                break;
            case WireFixed32:
                Cut(ref body, 4);
                break;
            default:
                throw new InvalidDataException($"The sidecar sent an answer with the tag {tag}, which is none.");
        }
    }

    private static bool Same(ReadOnlySpan<byte> utf8, string text)
    {
        if (utf8.Length != text.Length)
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (utf8[index] != text[index] || text[index] >= 0x80)
            {
                return false;
            }
        }

        return true;
    }
}
