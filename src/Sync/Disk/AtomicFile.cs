namespace GrpcExp.Sync;

/// <summary>Writes files that are whole or not there, whenever the process or the machine stops.</summary>
internal static class AtomicFile
{
    /// <summary>Ending of a file that is being written.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>Writes beside, syncs, renames and syncs the folder.</summary>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="contents">All of it.</param>
    /// <exception cref="IOException">The disk is full or fails; nothing of the new file remains.</exception>
    public static void Write(string path, ReadOnlySpan<byte> contents)
    {
        var temporary = path + TemporarySuffix;
        try
        {
            WriteSynced(temporary, contents);
            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(temporary);
            throw;
        }

        FolderSync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Writes a file and syncs it: the first half, for those who have more to do before the rename.</summary>
    /// <param name="path">The file; an old one is overwritten.</param>
    /// <param name="contents">All of it.</param>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public static void WriteSynced(string path, ReadOnlySpan<byte> contents)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        file.Write(contents);
        file.Flush(flushToDisk: true);
    }
}
