using System.Text;
using GrpcExp.Cli.Seeds;

namespace GrpcExp.Unit.Cli.Seeds;

public sealed class CsvTextTests
{
    /// <summary>Expected text by RFC 4180, section 2, rules 5 to 7, with LF line ends.</summary>
    [Fact]
    public void Only_fields_that_need_quotes_get_them()
    {
        var csv = new CsvText("a", "b");
        csv.Append("plain", "with, comma");
        csv.Append("with \"quotes\"", "");
        Assert.Equal("a,b\nplain,\"with, comma\"\n\"with \"\"quotes\"\"\",\n", Encoding.UTF8.GetString(csv.ToBytes()));
        Assert.Equal(2, csv.Rows);
    }
}
