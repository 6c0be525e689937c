using System.Globalization;

namespace GrpcExp.Interop.Flags;

/// <summary>
/// Reads flags as the official interoperability programs spell them: <c>--name value</c> or <c>--name=value</c>;
/// a switch also alone, or with <c>true</c> or <c>false</c>.
/// </summary>
public sealed class FlagReader
{
    private readonly Dictionary<string, string> _given = [];

    /// <exception cref="UsageException">A flag is not known, has no value, or is given twice.</exception>
    public FlagReader(IReadOnlyList<string> args, IReadOnlyCollection<string> withValue, IReadOnlyCollection<string> switches)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var (flag, value) = Split(args[i]);
            if (switches.Contains(flag))
            {
                value ??= i + 1 < args.Count && IsBoolean(args[i + 1]) ? args[++i] : "true";
                if (!IsBoolean(value))
                {
                    throw new UsageException($"--{flag} is '{value}'; give true or false.");
                }
            }
            else if (withValue.Contains(flag))
            {
                value ??= i + 1 < args.Count ? args[++i] : throw new UsageException($"--{flag} has no value; give --{flag}=VALUE.");
            }
            else
            {
                throw new UsageException(
                    $"'{args[i]}' is not a known flag; known: {string.Join(", ", withValue.Concat(switches).Select(f => "--" + f))}.");
            }

            if (!_given.TryAdd(flag, value))
            {
                throw new UsageException($"--{flag} is given twice; give it once.");
            }
        }
    }

    /// <summary>The value of a flag, or null when it was not given.</summary>
    public string? Text(string flag) => _given.GetValueOrDefault(flag);

    public bool IsOn(string flag) => string.Equals(Text(flag), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A whole number, or null when the flag was not given.</summary>
    /// <exception cref="UsageException">It is not a number from <paramref name="least"/> to <paramref name="most"/>.</exception>
    public int? Number(string flag, int least, int most)
    {
        if (Text(flag) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"--{flag} is '{text}'; give a number from {least} to {most}.");
    }

    private static (string Flag, string? Value) Split(string arg)
    {
        var flag = arg.StartsWith("--", StringComparison.Ordinal) ? arg[2..] : "";
        var equals = flag.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (flag, null) : (flag[..equals], flag[(equals + 1)..]);
    }

    private static bool IsBoolean(string text) => bool.TryParse(text, out _);
}
