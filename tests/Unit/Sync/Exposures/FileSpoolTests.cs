using GrpcExp.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrpcExp.Unit.Sync.Exposures;

public sealed class FileSpoolTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("gx-").FullName, "spool");
    private readonly ExposureBooks _books = new();

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void Batches_come_back_oldest_first_and_whole()
    {
        var spool = Open();
        ExposureBatch[] batches = [Sample.Batch(3, "a"), Sample.Batch(1_000, "b"), Sample.Batch(1, "c")];
        Assert.All(batches, batch => Append(spool, batch));
        foreach (var batch in batches)
        {
            AssertSame(batch, spool.Peek());
            AssertSame(batch, spool.Peek());
            spool.Remove();
        }

        Assert.Null(spool.Peek());
        Assert.Equal((true, 0L), (spool.IsEmpty, spool.Bytes));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    [Trait("Promise", "P4.2")]
    public void Another_process_finds_what_was_kept_and_goes_on_after_it()
    {
        Append(Open(), Sample.Batch(3, "a"));
        var spool = Open();
        Append(spool, Sample.Batch(2, "b"));
        Assert.Equal((3L, 3L), (_books.Balance.Restored, _books.Balance.Spooled));
        AssertSame(Sample.Batch(3, "a"), spool.Peek());
        spool.Remove();
        AssertSame(Sample.Batch(2, "b"), spool.Peek());
    }

    [Fact]
    [Trait("Promise", "P4.3")]
    public void At_its_limit_it_takes_a_batch_and_one_byte_over_it_says_so()
    {
        var spool = Open();
        Append(spool, Sample.Batch(10));
        var size = spool.Bytes;
        Assert.Equal(new FileInfo(Directory.GetFiles(_folder).Single()).Length, size);

        Directory.Delete(_folder, recursive: true);
        var exact = Open(maxBytes: 2 * size);
        Append(exact, Sample.Batch(10));
        Append(exact, Sample.Batch(10));
        Assert.False(exact.TryAppend(Sample.Batch(1), out var problem));
        Assert.Contains($"limit of {2 * size} bytes", problem);

        Directory.Delete(_folder, recursive: true);
        var small = Open(maxBytes: (2 * size) - 1);
        Append(small, Sample.Batch(10));
        Assert.False(small.TryAppend(Sample.Batch(10), out _));
        small.Remove();
        Append(small, Sample.Batch(10));
    }

    [Theory]
    [Trait("Promise", "P4.3")]
    [InlineData("cut short")]
    [InlineData("appended")]
    [InlineData("bit flipped")]
    [InlineData("emptied")]
    [InlineData("header only")]
    public void A_damaged_file_is_set_aside_and_counted_and_the_next_one_comes(string damage)
    {
        var spool = Open();
        Append(spool, Sample.Batch(3, "a"));
        Append(spool, Sample.Batch(2, "b"));
        var path = Directory.GetFiles(_folder).Order(StringComparer.Ordinal).First();
        var contents = File.ReadAllBytes(path);
        contents[^5] ^= damage == "bit flipped" ? (byte)1 : (byte)0;
        File.WriteAllBytes(path, damage switch
        {
            "cut short" => contents[..^1],
            "appended" => [.. contents, 0],
            "emptied" => [],
            "header only" => contents[..40],
            _ => contents,
        });

        var reopened = Open();
        AssertSame(Sample.Batch(2, "b"), reopened.Peek());
        Assert.Equal((5L, 3L, 2L, 0L), (_books.Balance.Restored, _books.Balance.Dropped, _books.Balance.Spooled, _books.Balance.Unaccounted));
        Assert.Contains(path + ".damaged", Directory.GetFiles(_folder));
        Assert.Equal("b-0", Open().Peek()!.Exposures[0].UnitId);
    }

    [Fact]
    public void What_a_crash_left_half_written_is_cleared_away_and_foreign_files_are_left_alone()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "0000000000000000001-3.exposures.tmp"), "half");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "mine");
        Assert.Null(Open().Peek());
        Assert.Equal(["notes.txt"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    [Trait("Promise", "P8")]
    public void The_folder_is_for_its_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        Open();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        }
    }

    private FileSpool Open(long maxBytes = ExposureLimits.DefaultSpoolBytes) => new(_folder, maxBytes, _books, NullLogger.Instance);

    private static void Append(FileSpool spool, ExposureBatch batch) => Assert.True(spool.TryAppend(batch, out var problem), problem);

    private static void AssertSame(ExposureBatch expected, ExposureBatch? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Exposures, actual.Exposures);
        Assert.Equal(expected.Assignments, actual.Assignments);
    }
}
