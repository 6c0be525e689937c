namespace GrpcExp.Settings;

/// <summary>One thing that a program can be told: declared once, read from flag, variable and file, and described from here.</summary>
/// <param name="Name">Its key in the file, for example <c>data-dir</c>; the flag is this after two dashes.</param>
/// <param name="Value">What its value is, for example <c>DIR</c>; empty for a switch, which is true or false.</param>
/// <param name="Text">What it does, without a full stop at the end.</param>
public sealed record Setting(string Name, string Value, string Text)
{
    /// <summary>What holds when it is not given, in words; empty for nothing. Default empty.</summary>
    public string Default { get; init; } = "";

    /// <summary>Its environment variable; null for the program's prefix and its name. Default null.</summary>
    public string? Variable { get; init; }

    /// <summary>True when it is a secret: no message ever repeats its value. Default false.</summary>
    public bool IsSecret { get; init; }

    /// <summary>False when the command line must not have it, because everybody on the machine can read that. Default true.</summary>
    public bool HasFlag { get; init; } = true;

    /// <summary>True when the flag may be repeated; in a variable, values are separated by spaces, in the file they are a list. Default false.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>True for what is on or off by its mere presence.</summary>
    public bool IsSwitch => Value.Length == 0;

    /// <summary>The word on the command line.</summary>
    public string Flag => $"--{Name}";
}
