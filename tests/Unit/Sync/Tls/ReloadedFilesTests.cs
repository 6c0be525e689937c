using System.Globalization;
using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync.Tls;

public sealed class ReloadedFilesTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"reloaded_{Guid.NewGuid():N}");
    private int _reads;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Files_are_read_again_only_after_they_were_changed()
    {
        Write("1", minute: 1);
        var files = new ReloadedFiles<string>(Read, _path);

        Assert.Equal(("1", "1"), (files.Current, files.Current));
        Assert.Equal(1, _reads);
        Write("2", minute: 2);
        Assert.Equal(("2", "2"), (files.Current, files.Current));
        Assert.Equal(2, _reads);
    }

    [Fact]
    public void While_they_cannot_be_read_the_last_good_one_stays_and_that_is_told_once_a_change()
    {
        Write("1", minute: 1);
        var told = new List<Exception>();
        var files = new ReloadedFiles<string>(Read, _path) { Failed = told.Add };

        Write("nonsense", minute: 2);
        Assert.Equal(("1", "1"), (files.Current, files.Current));
        Assert.Single(told);
        Write("3", minute: 3);
        Assert.Equal("3", files.Current);
    }

    [Fact]
    public void What_is_wrong_at_first_is_for_the_caller()
    {
        Write("nonsense", minute: 1);

        Assert.Throws<ArgumentException>(() => new ReloadedFiles<string>(Read, _path));
    }

    private string Read()
    {
        _reads++;
        var text = File.ReadAllText(_path);
        return int.TryParse(text, CultureInfo.InvariantCulture, out _) ? text : throw new ArgumentException("It is no number.");
    }

    private void Write(string text, int minute)
    {
        File.WriteAllText(_path, text);
        File.SetLastWriteTimeUtc(_path, new DateTime(2026, 1, 1, 0, minute, 0, DateTimeKind.Utc));
    }
}
