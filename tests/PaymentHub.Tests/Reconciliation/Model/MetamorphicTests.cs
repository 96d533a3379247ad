using System.Globalization;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>
/// Six like batches are told of in six ways that must not matter: as planned; each file in two; the rows shuffled;
/// among lines that have nothing to do with it; with the payees in the opposite order; and with every amount doubled.
/// METAMORPHIC_FIRST and METAMORPHIC_SEEDS (numbers) choose other plans for a search.
/// </summary>
public sealed class MetamorphicTests(PostgresFixture postgres)
{
    // The first plan is told payee by payee, the next one batch by batch.
    private const int Rounds = 2;

    private static readonly (string How, Spot Spot)[] Ways =
    [
        ("as planned", new Spot(1, 0)), ("each file in two", new Spot(2, 0)), ("rows shuffled", new Spot(3, 0)),
        ("among unrelated lines", new Spot(1, 1)), ("payees turned", Spot.Turned), ("amounts doubled", Spot.Doubled),
    ];

    private static readonly Line[] Unrelated =
    [
        new(50_000_000) { IsFunding = true },
        new(-11_000) { IsCharge = true },
        new(77_000),
        new(-540_000) { Id = "KHONGCOMALENHNAY", Account = "4500288888888" },
        new(-540_000) { Account = "4500277777777" },
        new(540_000) { Account = "4500277777777", IsReturn = true },
    ];

    [Fact]
    public async Task What_must_not_matter_does_not()
    {
        var first = Setting("METAMORPHIC_FIRST", 2);
        var differences = new List<string>();
        foreach (var seed in Enumerable.Range(first, Setting("METAMORPHIC_SEEDS", Rounds)))
        {
            await using var hub = await MatchingMonth.StartAsync(postgres);
            var told = new List<(string How, string[] Stands)>();
            // One after another: two batches of a bank stand in its statements one behind the other.
            foreach (var (how, spot) in Ways) told.Add((how, await ToldAsync(hub, seed, how, spot)));
            var (_, planned) = told[0];
            planned.ShouldContain(s => s.Contains(" → ", StringComparison.Ordinal));
            differences.AddRange(told.Where(t => !t.Stands.SequenceEqual(planned)).Select(
                t => $"seed {seed}, {t.How}:\n  {string.Join("\n  ", t.Stands.Except(planned))}\n"
                    + $"as planned:\n  {string.Join("\n  ", planned.Except(t.Stands))}"));
        }

        differences.ShouldBeEmpty(string.Join("\n", differences));
    }

    private static async Task<string[]> ToldAsync(Hub hub, int seed, string how, Spot spot)
    {
        var batch = await ToldBatch.OrderedAsync(hub, spot);
        var draw = new Random(seed);
        var day = 2 + (8 * spot.Commune);
        foreach (var file in TellingPlan.Of(seed))
        {
            foreach (var part in FilesOf(file, how, draw)) await batch.TellAsync(day, part);
            day++;
        }

        return await batch.StandsAsync();
    }

    private static IEnumerable<List<PlannedLine>> FilesOf(List<PlannedLine> file, string how, Random draw)
    {
        var cut = draw.Next(1 + file.Count);
        var shuffled = file.ToArray();
        draw.Shuffle(shuffled);
        return how switch
        {
            "each file in two" => [file[..cut], file[cut..]],
            "rows shuffled" => [[.. shuffled]],
            "among unrelated lines" => [[.. file.SelectMany((line, i) => new[]
            {
                new PlannedLine(0, 0, HasId: false) { Unrelated = Unrelated[(cut + i) % Unrelated.Length] }, line,
            })]],
            _ => [file],
        };
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given)
            ? given
            : usual;
}
