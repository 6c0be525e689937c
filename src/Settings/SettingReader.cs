namespace GrpcExp.Settings;

/// <summary>Reads flags, environment and file, the one before winning over the one after, and notes everything that it does not understand.</summary>
/// <param name="table">What can be given.</param>
/// <param name="problems">Takes one sentence for each mistake.</param>
public sealed class SettingReader(SettingTable table, ICollection<string> problems)
{
    /// <param name="words">The command line.</param>
    /// <param name="variable">The environment: the value of a variable, or null.</param>
    public SettingValues Read(IReadOnlyList<string> words, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(variable);
        var values = new SettingValues();
        ReadFlags(words, values);
        foreach (var setting in table.All)
        {
            var name = table.VariableOf(setting);
            if (variable(name) is { Length: > 0 } text)
            {
                Take(setting, name, setting.MayRepeat ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [text], values);
            }
        }

        if (values[SettingTable.ConfigName] is { } path)
        {
            new SettingFile(table, problems, values.Where(SettingTable.ConfigName)).Read(path, (setting, where, texts) => Take(setting, where, texts, values));
        }

        return values;
    }

    private void ReadFlags(IReadOnlyList<string> words, SettingValues values)
    {
        var given = new Dictionary<Setting, List<string>>();
        for (var i = 0; i < words.Count; i++)
        {
            var equals = words[i].StartsWith("--", StringComparison.Ordinal) ? words[i].IndexOf('=', StringComparison.Ordinal) : -1;
            var name = equals > 0 ? words[i][..equals] : words[i];
            var setting = table.All.FirstOrDefault(setting => setting.Flag == name);
            if (setting is null)
            {
                problems.Add($"{name} is unknown: --help lists every option.");
                continue;
            }

            var value = equals > 0 ? words[i][(equals + 1)..]
                : setting.IsSwitch ? "true"
                : i + 1 < words.Count && !words[i + 1].StartsWith("--", StringComparison.Ordinal) ? words[++i]
                : "";
            if (!setting.HasFlag)
            {
                problems.Add($"{name} is refused: whoever is on this machine can read its command lines. Set {table.VariableOf(setting)}, or write {setting.Name} in the file of --config.");
            }
            else if (value.Length == 0)
            {
                problems.Add($"{name} has no value: write {name} {(setting.IsSwitch ? "alone" : setting.Value)}.");
            }
            else if (!given.TryAdd(setting, [value]))
            {
                if (setting.MayRepeat)
                {
                    given[setting].Add(value);
                }
                else
                {
                    problems.Add($"{name} is given twice: give it once.");
                }
            }
        }

        foreach (var (setting, texts) in given)
        {
            Take(setting, setting.Flag, texts, values);
        }
    }

    private void Take(Setting setting, string where, IReadOnlyList<string> texts, SettingValues values)
    {
        if (setting.IsSwitch && texts.FirstOrDefault(text => text is not ("true" or "false")) is { } odd)
        {
            problems.Add($"{where} '{odd}' is refused: write true or false.");
            return;
        }

        values.Offer(setting, where, texts);
    }
}
