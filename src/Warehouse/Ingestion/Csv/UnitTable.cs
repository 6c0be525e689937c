namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>
/// Units in the order they first appear, filled in one pass. A unit's first row stands; a unit seen in two variants is
/// marked and left out later.
/// </summary>
internal sealed class UnitTable
{
    /// <summary>More variants than this means that another column was meant.</summary>
    private const int MaxVariants = 50;

    private readonly Dictionary<string, int> indexOfUnit = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> indexOfVariant = new(StringComparer.Ordinal);
    private readonly List<int> variantOfUnit = [];
    private readonly List<bool> isCrossover = [];

    /// <summary>Variants by index, in order of appearance.</summary>
    public List<string> Variants { get; } = [];

    public int Count => variantOfUnit.Count;

    /// <summary>Rows that repeated a unit in its own variant.</summary>
    public long DuplicateRows { get; private set; }

    /// <summary>Units seen in more than one variant.</summary>
    public long CrossoverUnits { get; private set; }

    /// <summary>Index of the unit's variant.</summary>
    public int VariantOf(int unit) => variantOfUnit[unit];

    public bool IsCrossover(int unit) => isCrossover[unit];

    /// <summary>Takes a row in; true when it is the unit's first and its values are to be kept.</summary>
    public bool Add(string unit, string variant, long line, string variantColumn)
    {
        if (!indexOfVariant.TryGetValue(variant, out var index))
        {
            if (Variants.Count == MaxVariants)
            {
                throw new CsvInputException($"it has more than {MaxVariants} different values; is it really the column of the variant?", line, variantColumn);
            }

            index = Variants.Count;
            indexOfVariant[variant] = index;
            Variants.Add(variant);
        }

        if (indexOfUnit.TryAdd(unit, variantOfUnit.Count))
        {
            variantOfUnit.Add(index);
            isCrossover.Add(false);
            return true;
        }

        var known = indexOfUnit[unit];
        if (variantOfUnit[known] == index)
        {
            DuplicateRows++;
        }
        else if (!isCrossover[known])
        {
            isCrossover[known] = true;
            CrossoverUnits++;
        }

        return false;
    }
}
