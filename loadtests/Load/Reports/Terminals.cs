using Spectre.Console;

namespace GrpcExp.Load.Reports;

/// <summary>The console for people: colours where they can be shown, and lines wide enough for the tables in a file or pipe.</summary>
internal static class Terminals
{
    private const int RedirectedWidth = 190;

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
