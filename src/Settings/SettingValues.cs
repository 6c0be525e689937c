namespace GrpcExp.Settings;

/// <summary>What a program was told, and where it was told so. Not checked beyond its form.</summary>
public sealed class SettingValues
{
    private readonly Dictionary<string, (string Where, IReadOnlyList<string> Texts)> _given = new(StringComparer.Ordinal);

    /// <summary>The value; null when it was not given.</summary>
    public string? this[string name] => _given.TryGetValue(name, out var given) ? given.Texts[^1] : null;

    /// <summary>Every value of a setting that may repeat, in the order given; empty when it was not given.</summary>
    public IReadOnlyList<string> All(string name) => _given.TryGetValue(name, out var given) ? given.Texts : [];

    /// <summary>True when a switch is on.</summary>
    public bool IsOn(string name) => this[name] == "true";

    /// <summary>Where it was given, for messages: the flag, the variable, or the key and its file; the flag when it was not.</summary>
    public string Where(string name) => _given.TryGetValue(name, out var given) ? given.Where : $"--{name}";

    /// <summary>Takes a value unless one that wins over it is there; the first source to give one is the one that counts.</summary>
    internal void Offer(Setting setting, string where, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            _given.TryAdd(setting.Name, (where, texts));
        }
    }
}
