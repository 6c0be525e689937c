using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using GrpcExp.Contracts.Ingest.V1;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Sync;

/// <summary>
/// A spool of files, one a batch, named by number and count of exposures. A file is written beside, synced, renamed, and the folder
/// synced, so that it is whole or not there. One that is damaged nevertheless is set aside under the name <c>….damaged</c>.
/// </summary>
/// <remarks>
/// A file is a header of 40 bytes, then a RecordAssignmentsRequest and a RecordExposuresRequest, each after its length as a varint.
/// Header: magic <c>GXE1</c>, int32 little-endian length of what follows the header, SHA-256 of the same.
/// </remarks>
internal sealed class FileSpool : IExposureSpool
{
    private const string Suffix = ".exposures";
    private const int HeaderBytes = 8 + SHA256.HashSizeInBytes;

    private readonly Lock _lock = new();
    private readonly LinkedList<SpoolFile> _files = [];
    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly ExposureBooks _books;
    private readonly ILogger _logger;
    private long _lastNumber;
    private long _bytes;

    /// <summary>Opens the spool in a folder, which is made when missing, private to the user.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be used.</exception>
    public FileSpool(string folder, long maxBytes, ExposureBooks books, ILogger logger)
    {
        _folder = folder;
        _maxBytes = maxBytes;
        _books = books;
        _logger = logger;
        PrivateFolder.Create(folder);
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            Restore(path);
        }
    }

    private static ReadOnlySpan<byte> Magic => "GXE1"u8;

    public bool IsDurable => true;

    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _files.Count == 0;
            }
        }
    }

    public bool TryAppend(ExposureBatch batch, out string problem)
    {
        var contents = Encode(batch);
        lock (_lock)
        {
            if (_bytes + contents.Length > _maxBytes)
            {
                problem = $"the spool '{_folder}' is at its limit of {_maxBytes} bytes";
                return false;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{_lastNumber + 1:D19}-{batch.Exposures.Count}{Suffix}");
            try
            {
                AtomicFile.Write(Path.Combine(_folder, name), contents);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problem = exception.Message;
                return false;
            }

            _lastNumber++;
            _bytes += contents.Length;
            _files.AddLast(new SpoolFile(Path.Combine(_folder, name), batch.Exposures.Count, contents.Length));
            problem = "";
            return true;
        }
    }

    public ExposureBatch? Peek()
    {
        while (true)
        {
            SpoolFile oldest;
            lock (_lock)
            {
                if (_files.First is not { } first)
                {
                    return null;
                }

                oldest = first.Value;
            }

            if (TryRead(oldest.Path, out var batch, out var reason))
            {
                return batch;
            }

            SetAside(oldest, reason);
        }
    }

    public void Remove()
    {
        lock (_lock)
        {
            var oldest = _files.First!.Value;
            Forget(oldest);
            try
            {
                File.Delete(oldest.Path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It will be sent again after a restart, and be known by its ids.
                Log.SpoolFileNotDeleted(_logger, oldest.Path, exception.Message);
            }
        }
    }

    private void Restore(string path)
    {
        var name = Path.GetFileName(path);
        if (name.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal))
        {
            // A crash before the rename: what is in it was never kept.
            File.Delete(path);
            return;
        }

        var parts = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length].Split('-') : [];
        if (parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var exposures))
        {
            var file = new SpoolFile(path, exposures, new FileInfo(path).Length);
            _files.AddLast(file);
            _bytes += file.Bytes;
            _lastNumber = Math.Max(_lastNumber, number);
            _books.Restore(exposures);
        }
    }

    private void SetAside(SpoolFile file, string reason)
    {
        Log.SpoolFileDamaged(_logger, file.Path, file.Exposures, reason);
        lock (_lock)
        {
            Forget(file);
            _books.DropUnreadable(file.Exposures);
            try
            {
                File.Move(file.Path, file.Path + ".damaged", overwrite: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Log.SpoolFileNotDeleted(_logger, file.Path, exception.Message);
            }
        }
    }

    private void Forget(SpoolFile file)
    {
        _files.Remove(file);
        _bytes -= file.Bytes;
    }

    private static byte[] Encode(ExposureBatch batch)
    {
        var assignments = new RecordAssignmentsRequest { Assignments = { batch.Assignments } };
        var exposures = new RecordExposuresRequest { Exposures = { batch.Exposures } };
        var body = new MemoryStream();
        assignments.WriteDelimitedTo(body);
        exposures.WriteDelimitedTo(body);
        var contents = new byte[HeaderBytes + body.Length];
        Magic.CopyTo(contents);
        BinaryPrimitives.WriteInt32LittleEndian(contents.AsSpan(4), (int)body.Length);
        body.GetBuffer().AsSpan(0, (int)body.Length).CopyTo(contents.AsSpan(HeaderBytes));
        SHA256.HashData(contents.AsSpan(HeaderBytes), contents.AsSpan(8));
        return contents;
    }

    private static bool TryRead(string path, out ExposureBatch? batch, out string reason)
    {
        batch = null;
        reason = "";
        try
        {
            var contents = File.ReadAllBytes(path);
            if (contents.Length < HeaderBytes || !contents.AsSpan(0, 4).SequenceEqual(Magic))
            {
                reason = "it is no file of exposures";
            }
            else if (BinaryPrimitives.ReadInt32LittleEndian(contents.AsSpan(4)) != contents.Length - HeaderBytes)
            {
                reason = "it is cut short or has something appended";
            }
            else if (!SHA256.HashData(contents.AsSpan(HeaderBytes)).AsSpan().SequenceEqual(contents.AsSpan(8, SHA256.HashSizeInBytes)))
            {
                reason = "its checksum does not match";
            }
            else
            {
                using var body = new MemoryStream(contents, HeaderBytes, contents.Length - HeaderBytes);
                var assignments = RecordAssignmentsRequest.Parser.ParseDelimitedFrom(body).Assignments;
                batch = new ExposureBatch(RecordExposuresRequest.Parser.ParseDelimitedFrom(body).Exposures, assignments);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidProtocolBufferException)
        {
            reason = exception.Message;
        }

        return batch is not null;
    }

    private sealed record SpoolFile(string Path, int Exposures, long Bytes);
}
