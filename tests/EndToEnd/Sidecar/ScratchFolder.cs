namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>A folder for one test; gone afterwards. Its path is short, because the kernel takes 108 bytes for a socket's.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("gx-").FullName;

    public string PathOf(string name) => Path.Combine(_path, name);

    /// <summary>Writes a file as editors do: whole or not at all.</summary>
    public async Task WriteAsync(string name, string text)
    {
        await File.WriteAllTextAsync(PathOf(name + ".new"), text, TestContext.Current.CancellationToken);
        File.Move(PathOf(name + ".new"), PathOf(name), overwrite: true);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
