using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Sync;

/// <summary>
/// Keeps the last two good snapshots on disk. A file is written beside, synced, renamed, and the folder synced, so that a
/// crash at any moment leaves a whole one; what was damaged nevertheless is recognised and the older one is used.
/// </summary>
/// <remarks>
/// A file is a header of 60 bytes and the serialized envelope. Header, little-endian: magic <c>GXS1</c>, int32 length of
/// the envelope, int64 revision, int64 UTC ticks of when it was known to be the newest, 4 zero bytes, then SHA-256 of
/// those 28 bytes and the envelope.
/// </remarks>
/// <param name="folder">Folder of the files; made when missing, private to the user.</param>
/// <param name="environment">Environment, part of the files' names.</param>
/// <param name="logger">The log.</param>
public sealed class SnapshotFileStore(string folder, string environment, ILogger<SnapshotFileStore> logger)
{
    private const int PrefixBytes = 28;
    private const int HeaderBytes = PrefixBytes + SHA256.HashSizeInBytes;

    // Only a whole file may become the generation before: a damaged one would push out the last that can be read.
    private bool _isCurrentWhole;

    private static ReadOnlySpan<byte> Magic => "GXS1"u8;

    /// <summary>The newest generation.</summary>
    public string CurrentPath { get; } = Path.Combine(folder, $"{environment}.snapshot");

    /// <summary>The generation before.</summary>
    public string PreviousPath { get; } = Path.Combine(folder, $"{environment}.previous.snapshot");

    /// <summary>Makes the folder, 0700; an error here is the user's to mend.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be made.</exception>
    public void Prepare() => PrivateFolder.Create(folder);

    /// <summary>Saves a snapshot as the newest generation.</summary>
    /// <param name="envelope">The snapshot.</param>
    /// <param name="confirmedAt">When it was known to be the newest.</param>
    /// <exception cref="IOException">The disk is full or fails; both generations are as they were.</exception>
    public void Save(SnapshotEnvelope envelope, DateTimeOffset confirmedAt)
    {
        var temporary = CurrentPath + AtomicFile.TemporarySuffix;
        foreach (var path in new[] { temporary, CurrentPath, PreviousPath })
        {
            PutFolderAside(path);
        }

        AtomicFile.WriteSynced(temporary, Encode(envelope, confirmedAt));
        if (_isCurrentWhole && File.Exists(CurrentPath))
        {
            File.Move(CurrentPath, PreviousPath, overwrite: true);
        }

        File.Move(temporary, CurrentPath, overwrite: true);
        _isCurrentWhole = true;
        FolderSync.Flush(folder);
    }

    /// <summary>Offers the newest undamaged, valid generation to a state.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Whether one was accepted.</returns>
    public bool Load(SnapshotState state)
    {
        foreach (var path in new[] { CurrentPath, PreviousPath })
        {
            if (!Path.Exists(path))
            {
                continue;
            }

            var reason = TryRead(path, out var envelope, out var confirmedAt);
            if (reason is null)
            {
                var offer = state.OfferStored(envelope!, confirmedAt);
                if (offer.Outcome == OfferOutcome.Accepted)
                {
                    _isCurrentWhole = path == CurrentPath;
                    Log.SnapshotLoadedFromDisk(logger, envelope!.Epoch, envelope.Revision, path);
                    return true;
                }

                reason = offer.Reason;
            }

            Log.SnapshotFileRefused(logger, path, reason ?? "it is not newer than what is served");
        }

        return false;
    }

    // A rename cannot replace a folder, and what is in it may be somebody's.
    private static void PutFolderAside(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Move(path, $"{path}.aside-{Guid.NewGuid():N}");
        }
    }

    private static byte[] Encode(SnapshotEnvelope envelope, DateTimeOffset confirmedAt)
    {
        var length = envelope.CalculateSize();
        var bytes = new byte[HeaderBytes + length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), envelope.Revision);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), confirmedAt.UtcTicks);
        envelope.WriteTo(bytes.AsSpan(HeaderBytes));
        Checksum(bytes, bytes.AsSpan(PrefixBytes, SHA256.HashSizeInBytes));
        return bytes;
    }

    // What is wrong with the file; null when nothing is.
    private static string? TryRead(string path, out SnapshotEnvelope? envelope, out DateTimeOffset confirmedAt)
    {
        envelope = null;
        confirmedAt = default;
        try
        {
            if (Directory.Exists(path))
            {
                return "it is a folder";
            }

            if (new FileInfo(path).Length > SnapshotCodec.MaxEnvelopeBytes + HeaderBytes + 4096L)
            {
                return "it is too large";
            }

            var bytes = File.ReadAllBytes(path);
            if (bytes.Length < HeaderBytes || !bytes.AsSpan(0, 4).SequenceEqual(Magic))
            {
                return "it is no snapshot file";
            }

            if (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)) != bytes.Length - HeaderBytes)
            {
                return "it is cut short or has something appended";
            }

            Span<byte> checksum = stackalloc byte[SHA256.HashSizeInBytes];
            Checksum(bytes, checksum);
            if (!checksum.SequenceEqual(bytes.AsSpan(PrefixBytes, checksum.Length)))
            {
                return "its checksum does not match";
            }

            envelope = SnapshotEnvelope.Parser.ParseFrom(bytes.AsSpan(HeaderBytes));
            confirmedAt = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)), TimeSpan.Zero);
            return envelope.Revision == BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)) ? null : "its revisions disagree";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidProtocolBufferException or ArgumentException)
        {
            return exception.Message;
        }
    }

    private static void Checksum(ReadOnlySpan<byte> file, Span<byte> checksum)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..PrefixBytes]);
        hash.AppendData(file[HeaderBytes..]);
        hash.GetHashAndReset(checksum);
    }
}
