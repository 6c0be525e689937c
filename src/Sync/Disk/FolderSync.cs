using System.Runtime.InteropServices;

namespace GrpcExp.Sync;

/// <summary>Makes renames in a folder durable. The framework cannot open a folder, so the C library is asked.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Syncs a folder. Windows keeps renames in its own journal and needs nothing.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"Folder '{folder}' cannot be opened for syncing: error {Marshal.GetLastPInvokeError()}.");
        }

        try
        {
            if (Sync(descriptor) != 0)
            {
                throw new IOException($"Folder '{folder}' cannot be synced: error {Marshal.GetLastPInvokeError()}.");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
