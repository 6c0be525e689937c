using System.Diagnostics;
using System.Text.Json;

namespace GrpcExp.EndToEnd.OpenFeature;

/// <summary>The npm packages of OpenFeature in a process of their own, in front of a sidecar.</summary>
internal sealed class OpenFeatureClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private OpenFeatureClient(Process process) => _process = process;

    /// <summary>Starts a client and waits until its provider is ready.</summary>
    public static async Task<OpenFeatureClient> StartAsync(string folder, params string[] arguments)
    {
        var client = new OpenFeatureClient(Process.Start(new ProcessStartInfo("node", ["client.js", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        var ready = await client.ReadAsync();
        Assert.Equal("ready", ready.GetProperty("event").GetString());
        return client;
    }

    /// <summary>Asks for a flag.</summary>
    /// <param name="type">boolean, string, number or object.</param>
    /// <param name="key">Key of the flag.</param>
    /// <param name="fallback">The default of the code, as JSON.</param>
    /// <param name="context">The evaluation context, as JSON.</param>
    public async Task<JsonElement> AskAsync(string type, string key, string fallback, string context = """{"targetingKey":"unit-1"}""")
    {
        await _process.StandardInput.WriteLineAsync($$"""{"type":"{{type}}","key":"{{key}}","default":{{fallback}},"context":{{context}}}""");
        await _process.StandardInput.FlushAsync();
        return await ReadAsync();
    }

    /// <summary>The flags of the next change that the provider tells of.</summary>
    public async Task<string[]> ChangeAsync()
    {
        var change = await ReadAsync();
        Assert.Equal("changed", change.GetProperty("event").GetString());
        return [.. change.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }
    }

    private async Task<JsonElement> ReadAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException("The client ended; what it printed on its error stream is above.");
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
