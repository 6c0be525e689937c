namespace GrpcExp.Settings;

/// <summary>Every setting of one program. Unchanging, so safe from many threads.</summary>
public sealed class SettingTable
{
    private readonly string _prefix;

    /// <param name="prefix">What its environment variables begin with, for example <c>GRPCEXP_</c>.</param>
    /// <param name="settings">In the order in which they are listed to people.</param>
    public SettingTable(string prefix, params IReadOnlyList<Setting> settings)
    {
        _prefix = prefix;
        All =
        [
            .. settings,
            new Setting(ConfigName, "FILE", "read a JSON object of these settings, each by its name without dashes; a flag and a variable win over it"),
        ];
    }

    /// <summary>The setting that names the file; every program has it.</summary>
    public const string ConfigName = "config";

    /// <summary>Every setting.</summary>
    public IReadOnlyList<Setting> All { get; }

    /// <summary>The setting with this name; null for none.</summary>
    public Setting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);

    /// <summary>The environment variable that gives a setting.</summary>
    public string VariableOf(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.Variable ?? _prefix + setting.Name.ToUpperInvariant().Replace('-', '_');
    }
}
