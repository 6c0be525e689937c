using System.Net.Sockets;

namespace GrpcExp.Sidecar;

/// <summary>Keeps the sockets from everybody but their users: the folder 0700, each socket 0660.</summary>
internal static class SocketFolder
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode SocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Makes the folder and clears sockets that a killed sidecar left.</summary>
    /// <exception cref="StartupException">The folder is not ours alone, or another sidecar listens in it.</exception>
    public static void Prepare(string folder, params IEnumerable<string> sockets)
    {
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, FolderMode);
            RequirePrivate(folder);
        }
        else
        {
            Directory.CreateDirectory(folder);
        }

        foreach (var socket in sockets.Where(File.Exists))
        {
            if (IsListening(socket))
            {
                throw new StartupException($"Another process listens on '{socket}': stop it, or choose another --socket-dir.");
            }

            File.Delete(socket);
        }
    }

    /// <summary>Sets the mode of a socket that was just bound.</summary>
    public static void Restrict(string socket)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(socket, SocketMode);
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void RequirePrivate(string folder)
    {
        var mode = File.GetUnixFileMode(folder);
        if (mode == FolderMode)
        {
            return;
        }

        // An empty folder was made for us; one with things in it is somebody's, and changing its mode could lock them out.
        if (Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetExtension(entry) != ".sock"))
        {
            throw new StartupException(
                $"--socket-dir '{folder}' has mode 0{Convert.ToString((int)mode, 8)} and other files in it: use a folder of its own, or chmod 700.");
        }

        File.SetUnixFileMode(folder, FolderMode);
    }

    private static bool IsListening(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException exception)
        {
            // Only a refusal says that nobody is there; anything else may be a live listener in trouble.
            return exception.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }
}
