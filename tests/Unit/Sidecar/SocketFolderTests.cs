using System.Net.Sockets;
using GrpcExp.Sidecar;

namespace GrpcExp.Unit.Sidecar;

[Trait("Promise", "P8")]
public sealed class SocketFolderTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"gx-{Guid.NewGuid():N}");

    private string SocketPath => Path.Combine(_folder, "grpc.sock");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void A_new_folder_is_private_and_so_becomes_an_empty_one()
    {
        SocketFolder.Prepare(_folder, SocketPath);
        RequireMode(_folder, Private);
        Open();
        SocketFolder.Prepare(_folder, SocketPath);
        RequireMode(_folder, Private);
    }

    [Fact]
    public void A_shared_folder_with_other_files_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "somebody's"), "");
        Open();
        Assert.Contains("chmod 700", Assert.Throws<StartupException>(() => SocketFolder.Prepare(_folder, SocketPath)).Message);
        RequireMode(_folder, Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
    }

    [Fact]
    public void A_socket_that_nobody_listens_on_is_cleared_and_one_in_use_is_not()
    {
        SocketFolder.Prepare(_folder, SocketPath);
        using (var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
            listener.Listen();
            SocketFolder.Restrict(SocketPath);
            RequireMode(SocketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
            Assert.Contains("Another process listens", Assert.Throws<StartupException>(() => SocketFolder.Prepare(_folder, SocketPath)).Message);
        }

        File.WriteAllText(SocketPath, "");
        SocketFolder.Prepare(_folder, SocketPath);
        Assert.False(File.Exists(SocketPath));
    }

    private void Open()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        }
    }

    private static void RequireMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(mode, File.GetUnixFileMode(path));
        }
    }
}
