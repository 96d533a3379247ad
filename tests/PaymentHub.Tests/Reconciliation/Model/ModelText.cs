using System.Globalization;

namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>How a model stands, in the same words as <see cref="BankAccount.ShownAsync"/>.</summary>
internal static class ModelText
{
    public static string[] Of(MatchingModel model) =>
    [
        .. model.Cards.Select(c => string.Create(
            CultureInfo.InvariantCulture, $"payment {c.Id} {c.Status} {c.Paid} {c.Back}"))
            .Concat(model.Lines.SelectMany(l => l.Shares.Select(s => Of(l, s))))
            .Concat(LedgerOf(model).Where(a => a.Amount != 0).Select(a => string.Create(
                CultureInfo.InvariantCulture, $"account {a.Name} {a.Amount}")))
            .Order(StringComparer.Ordinal),
    ];

    private static string Of(Posted l, Share s) => s.IsBreak
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"line {l.File}.{l.No} break {s.Kind} {s.Amount} [{string.Join(',', s.Candidates ?? [])}] "
            + $"{(s.IsOpen ? "Open" : "Resolved")} [{string.Join(',', (s.Explained ?? []).Select(PartOf).Order(
                StringComparer.Ordinal))}]")
        : string.Create(
            CultureInfo.InvariantCulture, $"line {l.File}.{l.No} match {s.Kind} {s.Rule} {s.Amount} {s.Of?.Id}");

    private static string PartOf(Share s) =>
        string.Create(CultureInfo.InvariantCulture, $"{s.Kind} {s.Of?.Id} {s.Amount}");

    // Debits above zero. What is on its way, came back or was refused is owed to payees.
    private static IEnumerable<(string Name, long Amount)> LedgerOf(MatchingModel model) =>
    [
        ("Bank", model.Lines.Sum(l => l.Line.Amount)),
        ("Unexplained", model.Lines.Sum(l =>
            l.Shares.Where(s => s.IsOpen).Sum(s => s.Amount) * -Math.Sign(l.Line.Amount))),
        ("InTransit", -model.Cards.Sum(c => c.Owed)),
        ("ReturnedHeld", -model.Cards.Sum(c => c.IsRefused ? c.Amount : c.Back)),
    ];
}
