using PaymentHub.Seeds.Matching;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests.Matching;

public sealed class MatchingScenarioTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("paymenthub-matching-").FullName;

    [Theory]
    [InlineData("names", 6)]
    [InlineData("memo", 4)]
    [InlineData("recurring", 4)]
    public async Task The_truth_names_rows_of_both_files(string variant, int columns)
    {
        var code = await MatchingCommand.RunAsync(
            ["--out", folder, "--variant", variant, "--pairs", "500", "--seed", "3"]);

        code.ShouldBe(0);
        var (left, right) = (Rows("left.csv"), Rows("right.csv"));
        (left.Count, right.Count).ShouldBe((550, 550));
        left[0].Split(',').Length.ShouldBeGreaterThanOrEqualTo(columns);
        var truth = Rows("truth.csv").Select(r => r.Split(',')).ToList();
        truth.Count.ShouldBe(500);
        truth.Select(t => t[0]).Except(left.Select(IdOf)).ShouldBeEmpty();
        truth.Select(t => t[1]).Except(right.Select(IdOf)).ShouldBeEmpty();
        truth.Select(t => t[0]).ShouldBeUnique();
        truth.Select(t => t[1]).ShouldBeUnique();
    }

    [Theory]
    [InlineData("feed", 4, 4)]
    [InlineData("tight", 4, 4)]
    [InlineData("reference", 4, 4)]
    [InlineData("sparse", 4, 4)]
    [InlineData("bare", 3, 3)]
    [InlineData("textonly", 3, 3)]
    public async Task A_shape_has_its_columns_and_strangers_on_both_sides(string variant, int left, int right)
    {
        await MatchingCommand.RunAsync(["--out", folder, "--variant", variant, "--pairs", "500", "--seed", "3"]);

        Rows("truth.csv").Count.ShouldBe(500);
        Rows("left.csv").Count.ShouldBeInRange(525, 600);
        Rows("right.csv").Count.ShouldBe(Rows("left.csv").Count);
        File.ReadLines(Path.Combine(folder, "left.csv")).First().Split(',').Length.ShouldBe(left);
        File.ReadLines(Path.Combine(folder, "right.csv")).First().Split(',').Length.ShouldBe(right);
        Rows("truth.csv").Select(r => r.Split(',')[1]).Except(Rows("right.csv").Select(IdOf)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("vietnam", ';')]
    [InlineData("america", ',')]
    [InlineData("legacy", ';')]
    public async Task A_form_writes_the_same_payments_in_its_own_way(string form, char separator)
    {
        await MatchingCommand.RunAsync(["--out", folder, "--variant", "feed", "--pairs", "100", "--seed", "3"]);
        var truth = Rows("truth.csv");
        var ids = Rows("left.csv").Select(IdOf).ToList();
        await MatchingCommand.RunAsync(
            ["--out", folder, "--variant", "feed", "--pairs", "100", "--seed", "3", "--form", form]);

        Rows("truth.csv").ShouldBe(truth);
        Rows("left.csv").Select(r => r.Split(separator)[0]).ShouldBe(ids);
    }

    [Fact]
    public async Task The_seed_decides_every_byte_and_ids_tell_nothing()
    {
        await MatchingCommand.RunAsync(["--out", folder, "--pairs", "400", "--seed", "4"]);
        var first = Bytes();
        await MatchingCommand.RunAsync(["--out", folder, "--pairs", "400", "--seed", "4"]);
        Bytes().ShouldBe(first);
        await MatchingCommand.RunAsync(["--out", folder, "--pairs", "400", "--seed", "5"]);
        Bytes().ShouldNotBe(first);

        Rows("truth.csv").Count(r => r.Split(',')[0][1..] == r.Split(',')[1][1..]).ShouldBeLessThan(10);
    }

    [Theory]
    [InlineData("--pairs", "0")]
    [InlineData("--variant", "other")]
    [InlineData("--unknown", "1")]
    public async Task A_wrong_call_writes_nothing(string option, string value)
    {
        (await MatchingCommand.RunAsync(["--out", folder, option, value])).ShouldBe(2);

        Directory.GetFiles(folder).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(folder, true);

    private static string IdOf(string row) => row.Split(',')[0];

    private List<string> Rows(string name) => [.. File.ReadAllLines(Path.Combine(folder, name)).Skip(1)];

    private string Bytes() => string.Concat(Directory.GetFiles(folder).Order(StringComparer.Ordinal)
        .Select(f => Convert.ToHexString(File.ReadAllBytes(f))));
}
