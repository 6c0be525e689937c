using System.Text;

namespace GrpcExp.Load.Reports;

/// <summary>Writes report.md, report.html and report.json into a folder, which is made when it is not there.</summary>
internal static class ReportFolder
{
    public static async Task WriteAsync(string folder, LoadReport report)
    {
        Directory.CreateDirectory(folder);
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.md"), MarkdownReport.Render(report), encoding);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.html"), HtmlReport.Render(report), encoding);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.json"), JsonReport.Render(report) + "\n", encoding);
    }
}
