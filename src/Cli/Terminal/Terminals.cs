using Spectre.Console;

namespace GrpcExp.Cli.Terminal;

/// <summary>The console for people: colours where they can be shown, and lines wide enough for tables in a file or pipe.</summary>
internal static class Terminals
{
    // Wide enough for every table of ours; a terminal keeps its own width.
    private const int RedirectedWidth = 180;

    public static IAnsiConsole Output()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        plain.Profile.Width = RedirectedWidth;
        return plain;
    }
}
