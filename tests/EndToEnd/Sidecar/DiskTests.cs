namespace GrpcExp.EndToEnd.Sidecar;

[Trait("Promise", "P3.4")]
public sealed class DiskTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private string Newest => Path.Combine(_folder.PathOf("d"), "e2e.snapshot");

    private string Older => Path.Combine(_folder.PathOf("d"), "e2e.previous.snapshot");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cut", "cut short")]
    [InlineData("flipped", "checksum does not match")]
    [InlineData("emptied", "no snapshot file")]
    [InlineData("garbage", "no snapshot file")]
    [InlineData("folder", "it is a folder")]
    public async Task A_damaged_newest_generation_is_named_and_the_older_one_serves(string damage, string reason)
    {
        await SaveTwoAsync();
        Damage(Newest, damage);
        await using (var restarted = await StartAsync("redis://127.0.0.1:1"))
        {
            var answer = await restarted.UntilAsync(_ => true);
            Assert.Equal((1, "on"), (answer.Revision, answer.Variant));
            Assert.NotNull(answer.StaleAge);
            Assert.Contains(reason, restarted.Log);
        }

        Damage(Older, damage);
        await using (var empty = await StartAsync("redis://127.0.0.1:1"))
        {
            Assert.False(await empty.IsReadyAsync());
            Assert.Equal(2, empty.Log.Split("is not used: ").Length - 1);
        }

        // With a source again, both places are written over.
        await SaveTwoAsync();
        await using var healed = await StartAsync("redis://127.0.0.1:1");
        Assert.Equal(2, (await healed.UntilAsync(_ => true)).Revision);
    }

    private async Task SaveTwoAsync()
    {
        await _folder.WriteAsync("flags.json", Snapshots.At(1, enabled: true).ToString());
        await using var sidecar = await StartAsync($"file:{_folder.PathOf("flags.json")}");
        await sidecar.UntilAsync(answer => answer.Revision == 1 && File.Exists(Newest));
        await _folder.WriteAsync("flags.json", Snapshots.At(2, enabled: false).ToString());
        await sidecar.UntilAsync(answer => answer.Revision == 2 && File.Exists(Older));
        Assert.Equal(0, await sidecar.StopAsync());
    }

    private static void Damage(string path, string damage)
    {
        var bytes = File.ReadAllBytes(path);
        if (damage == "folder")
        {
            File.Delete(path);
            Directory.CreateDirectory(path);
            return;
        }

        bytes[^1] ^= 1;
        File.WriteAllBytes(path, damage switch
        {
            "cut" => bytes[..^7],
            "flipped" => bytes,
            "emptied" => [],
            _ => [.. Enumerable.Repeat((byte)'?', bytes.Length)],
        });
    }

    private Task<SidecarProcess> StartAsync(string source) => SidecarProcess.StartAsync(_folder, [source]);
}
