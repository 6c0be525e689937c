namespace GrpcExp.ControlPlane.Startup;

/// <summary>Keeps a second control plane out of a data folder: each would think itself alone and give away its snapshots late.</summary>
internal sealed class DataDirLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirLock(FileStream file) => _file = file;

    /// <exception cref="StartupException">Another process holds it.</exception>
    public static DataDirLock Take(string folder)
    {
        var path = Path.Combine(folder, "control.lock");
        try
        {
            return new DataDirLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception)
        {
            throw new StartupException($"The data folder '{folder}' is in use by another control plane: stop it or choose another folder. ({exception.Message})");
        }
    }

    public void Dispose() => _file.Dispose();
}
