using PaymentHub.BankFormats.Incoming;

namespace PaymentHub.BankFormats.Tests.Incoming.Habits;

/// <summary>
/// A file as some bank or attacker writes it, and all that an inspection must say of it, in one line: verdict and
/// reasons, statements, entries, sums, and of each account number, id, sequence, balances, currency and entries.
/// </summary>
/// <param name="Name">What is odd about it.</param>
public sealed record Habit(string Name, string Text, string Expected)
{
    /// <summary>What the inspection says, in the form of <see cref="Expected"/>.</summary>
    public static string Of(Inspection found)
    {
        var line = $"{found.Outcome.Verdict} {string.Join('+', found.Outcome.Reasons)} "
            + $"{found.Statements}/{found.Entries} +{found.CreditSum} -{found.DebitSum}";
        foreach (var a in found.Accounts)
            line += $" [{a.Account} {a.StatementId} {a.Sequence} {a.Opening}>{a.Closing} {a.Currency} {a.Entries}]";
        return line;
    }
}
