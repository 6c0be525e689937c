using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Evaluation;

namespace GrpcExp.Sync;

/// <summary>Puts snapshots into envelopes and takes them out again, believing nothing that it can check.</summary>
public static class SnapshotCodec
{
    /// <summary>Largest body accepted in an envelope, in bytes: 64 MiB, some hundred thousand flags.</summary>
    public const int MaxEnvelopeBytes = 64 << 20;

    /// <summary>Largest message that carries an envelope: the body with what stands around it.</summary>
    public const int MaxMessageBytes = MaxEnvelopeBytes + (1 << 10);

    /// <summary>Seals a snapshot: its parts are put into the order of their keys, serialized and hashed.</summary>
    /// <param name="snapshot">The snapshot; its lists are sorted in place.</param>
    /// <returns>The envelope.</returns>
    public static SnapshotEnvelope Seal(Snapshot snapshot)
    {
        SnapshotOrder.Sort(snapshot);
        var body = snapshot.ToByteArray();
        return new SnapshotEnvelope
        {
            Epoch = snapshot.Epoch,
            Revision = snapshot.Revision,
            Sha256 = ByteString.CopyFrom(SHA256.HashData(body)),
            Body = UnsafeByteOperations.UnsafeWrap(body),
        };
    }

    /// <summary>Opens an envelope: hash, body, agreement of both, and every rule of a valid snapshot.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="snapshot">The snapshot, when nothing is wrong.</param>
    /// <param name="reason">What is wrong; null when nothing is.</param>
    /// <param name="previous">A snapshot opened before, whose unchanged parts need not be compiled again; null for none.</param>
    /// <param name="sealedBody">The body, where the caller itself sealed it: it is neither hashed nor parsed again. Null otherwise.</param>
    /// <returns>Whether nothing is wrong.</returns>
    public static bool TryOpen(
        SnapshotEnvelope envelope,
        [NotNullWhen(true)] out LoadedSnapshot? snapshot,
        [NotNullWhen(false)] out string? reason,
        LoadedSnapshot? previous = null,
        Snapshot? sealedBody = null)
    {
        snapshot = null;
        var body = sealedBody;
        reason = sealedBody is null ? Check(envelope, out body) : null;
        if (reason is not null)
        {
            return false;
        }

        if (!SnapshotModel.TryCompile(SnapshotMapping.ToConfig(body!, previous), previous?.Model, out var model, out var problems))
        {
            reason = $"it has {problems.Count} problem(s), first {problems[0]}";
            return false;
        }

        snapshot = new LoadedSnapshot(envelope, body!, model);
        return true;
    }

    private static string? Check(SnapshotEnvelope envelope, out Snapshot? body)
    {
        body = null;
        if (envelope.Body.Length > MaxEnvelopeBytes)
        {
            return $"its body of {envelope.Body.Length} bytes is over the limit of {MaxEnvelopeBytes}";
        }

        if (!SHA256.HashData(envelope.Body.Span).AsSpan().SequenceEqual(envelope.Sha256.Span))
        {
            return "its body does not have the SHA-256 that the envelope states";
        }

        try
        {
            body = Snapshot.Parser.ParseFrom(envelope.Body);
        }
        catch (InvalidProtocolBufferException exception)
        {
            return $"its body is no snapshot: {exception.Message}";
        }

        return body.Epoch == envelope.Epoch && body.Revision == envelope.Revision
            ? null
            : $"the envelope says epoch '{envelope.Epoch}' revision {envelope.Revision}, the body '{body.Epoch}' {body.Revision}";
    }
}
