using System.Globalization;
using System.Text;

namespace GrpcExp.ControlPlane.Readouts.Weekly;

/// <summary>The folder of weekly readouts. A file is there whole or not at all.</summary>
internal sealed class ReadoutFiles(string folder)
{
    /// <summary>Writes both forms of a readout over what was there; returns their full paths.</summary>
    public async Task<IReadOnlyList<string>> WriteAsync(WeeklyReadout readout, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var name = string.Create(CultureInfo.InvariantCulture, $"{readout.Environment}-{readout.To:yyyy-MM-dd}");
        return
        [
            await WriteAsync($"{name}.md", MarkdownReadout.Of(readout), cancellationToken).ConfigureAwait(false),
            await WriteAsync($"{name}.html", HtmlReadout.Of(readout), cancellationToken).ConfigureAwait(false),
        ];
    }

    private async Task<string> WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, name);
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllTextAsync(unfinished, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken).ConfigureAwait(false);
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        return path;
    }
}
