namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>What every unit really saw, held against its variant.</summary>
internal sealed class ExposureColumn(int index, IReadOnlyDictionary<string, string> map)
{
    private readonly List<Sight> sights = [];

    /// <summary>How a unit was exposed.</summary>
    public enum Sight : byte
    {
        Never,
        Own,
        Other,
    }

    public int Index => index;

    public Sight this[int unit] => sights[unit];

    /// <summary>Adds the next unit.</summary>
    public void Add(string field, string variant) =>
        sights.Add(
            CsvValues.IsMissing(field) ? Sight.Never
            : field.AsSpan().Trim().SequenceEqual(map.GetValueOrDefault(variant, variant)) ? Sight.Own
            : Sight.Other);
}
