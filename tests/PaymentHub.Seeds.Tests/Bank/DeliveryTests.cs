using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using PaymentHub.Seeds.Bank;
using PaymentHub.Seeds.Bank.Counter;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests.Bank;

public sealed class DeliveryTests
{
    private static readonly long[] Seeds = [1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void A_seed_delivers_the_same_bytes_in_the_same_order_again()
    {
        foreach (var seed in Seeds) Told(seed).ShouldBe(Told(seed));
        Told(1).ShouldNotBe(Told(2));
    }

    [Fact]
    public void What_is_to_be_posted_is_every_statement_of_the_books_exactly_once()
    {
        foreach (var seed in Seeds)
        {
            using var test = Month(seed, out var deliveries);
            var posted = deliveries
                .Where(d => d.File.Kind == BankFileKind.Statement && !IsNotification(d.File))
                .Where(d => d.Expected is Expectation.Posted or Expectation.PostedAfterGap)
                .SelectMany(d => EntriesOf(d.File)).Order(StringComparer.Ordinal).ToList();
            var booked = test.Bank.Statements().SelectMany(EntriesOf).Order(StringComparer.Ordinal).ToList();
            posted.ShouldBe(booked);
        }
    }

    [Fact]
    public void Nothing_arrives_before_it_was_made_and_each_channel_keeps_its_order_in_time()
    {
        foreach (var seed in Seeds)
        {
            using var test = Month(seed, out var deliveries);
            deliveries.ShouldAllBe(d => d.At >= d.File.AvailableAt);
            deliveries.Select(d => d.At).ShouldBe(deliveries.Select(d => d.At).Order());
        }
    }

    [Fact]
    public void A_spoiled_file_never_has_the_bytes_of_a_good_one()
    {
        foreach (var seed in Seeds)
        {
            using var test = Month(seed, out var deliveries);
            var good = deliveries.Where(d => d.Expected == Expectation.Posted).Select(Hash).ToHashSet();
            deliveries.Where(d => d.Expected == Expectation.NotPosted).ShouldAllBe(d => !good.Contains(Hash(d)));
            deliveries.Where(d => d.Expected == Expectation.Duplicate).ShouldAllBe(d => good.Contains(Hash(d)));
        }
    }

    private static bool IsNotification(BankFile file) => file.FileName.StartsWith("CAMT054", StringComparison.Ordinal);

    private static IEnumerable<string> EntriesOf(BankFile file)
    {
        var text = Encoding.UTF8.GetString(file.ToArray());
        var field = file.FileName.EndsWith(".sta", StringComparison.Ordinal)
            ? "^:61:.*//(.{15})\r?$"
            : "<AcctSvcrRef>(.{15})</AcctSvcrRef>";
        return Regex.Matches(text, field, RegexOptions.Multiline).Select(m => m.Groups[1].Value);
    }

    private static List<string> Told(long seed)
    {
        using var test = Month(seed, out var deliveries);
        return [.. deliveries.Select(d => $"{d.At} {d.File.FileName} {d.Fault} {d.Expected} {Hash(d)}")];
    }

    private static BankOfTests Month(long seed, out IReadOnlyList<Delivery> deliveries)
    {
        var scenario = BankScenario.Of(seed);
        var test = new BankOfTests(scenario.Preset, seed);
        test.SendMonth(70);
        deliveries = test.Bank.Deliveries(scenario);
        return test;
    }

    private static string Hash(Delivery delivery) =>
        Convert.ToHexStringLower(SHA256.HashData(delivery.File.ToArray()));
}
