using System.Text;

namespace PaymentHub.Seeds.Bank;

/// <summary>Makes broken, repeated and forged variants of one real statement.</summary>
internal static class Hostility
{
    private const long Change = 1_000;

    /// <summary>The variants, made from the smallest statement with a debit that leaves room for a change.</summary>
    public static IEnumerable<HostileFile> Of(IReadOnlyCollection<AccountLedger> ledgers)
    {
        var statement = ledgers.SelectMany(l => l.Statements)
            .Where(s => s.Bookings.Any(b => !b.IsCredit && b.Batch is null))
            .MinBy(s => s.Bookings.Count);
        if (statement is null)
            yield break;
        var last = ledgers.First(l => l.Bank == statement.Bank).Statements[^1];
        var bytes = SyntheticBank.StatementFile(statement).ToArray();
        yield return Variant(statement, "TRUNCATED", bytes[..(bytes.Length * 2 / 3)]);
        yield return Variant(statement, "DUPLICATE", bytes);
        yield return Variant(statement, "CONFLICT", Bytes(Changed(statement)));
        yield return Variant(last, "HOLD_BALANCE", Bytes(Unbalanced(last)));
        yield return Variant(statement, "DTD_FORBIDDEN", WithEntity(bytes));
    }

    /// <summary>The same statement id, one debit larger, and balances that add up: only the content betrays
    /// it.</summary>
    internal static DailyStatement Changed(DailyStatement statement)
    {
        var bookings = statement.Bookings.ToArray();
        var index = Array.FindIndex(bookings, b => !b.IsCredit && b.Batch is null);
        bookings[index] = new Booking
        {
            Kind = bookings[index].Kind,
            Amount = bookings[index].Amount + Change,
            Payment = bookings[index].Payment,
            Shown = bookings[index].Shown,
            OtherAccount = bookings[index].OtherAccount,
            OtherName = bookings[index].OtherName,
            Text = bookings[index].Text,
        };
        return statement with { Bookings = bookings, Closing = statement.Closing - Change };
    }

    /// <summary>The next day's statement in sequence, whose entries do not lead to its closing balance.</summary>
    private static DailyStatement Unbalanced(DailyStatement last)
    {
        var fee = new Booking { Kind = EntryKind.Fee, Amount = Change, Text = "PHI QUAN LY TAI KHOAN" };
        return new DailyStatement(last.Bank, BusinessDays.Plus(last.Date, 1), last.Sequence + 1, last.Closing,
            last.Closing - Change + 1, [fee]);
    }

    private static byte[] WithEntity(byte[] bytes)
    {
        const string Doctype = "<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\n<Document";
        var text = Encoding.UTF8.GetString(bytes)
            .Replace("<Document", Doctype, StringComparison.Ordinal)
            .Replace("<GrpHdr>\n   <MsgId>", "<GrpHdr>\n   <MsgId>&x;", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }

    private static byte[] Bytes(DailyStatement statement) => SyntheticBank.StatementFile(statement).ToArray();

    private static HostileFile Variant(DailyStatement statement, string expected, byte[] bytes)
    {
        var original = SyntheticBank.StatementFile(statement);
        var name = $"HOSTILE-{expected}-{original.FileName}";
        return new HostileFile(original with { FileName = name, Write = stream => stream.Write(bytes) }, expected);
    }
}
