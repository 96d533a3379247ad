using System.Text;
using CsCheck;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

public class Camt053PropertyTests
{
    private static readonly Gen<string> Words =
        Gen.String[Gen.Char["ABC xyz<>&\"'ăâđêôơưạảấầễộợữỳĐ"], 1, 60]
            .Select(text => text.Trim())
            .Where(text => text.Length > 0);

    private static readonly Gen<EntryText> Entry =
        Gen.Select(
            Gen.Long[1, 999_999_999_999].Select(Gen.Bool, (amount, debit) => debit ? -amount : amount),
            Gen.String[Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"], 16, 16],
            Words,
            Gen.String[Gen.Char["0123456789"], 6, 19],
            Words,
            Gen.Int[0, 3].Select(i => i < 2 ? null : i == 2 ? "AC01" : "MD07"),
            (amount, id, name, account, remittance, reason) =>
                new EntryText(amount, id, name, account, remittance) { ReturnReason = reason });

    private static readonly Gen<EntryText> AnyStatus =
        Entry.Select(Gen.Int[0, 3], (entry, i) => entry with { Status = i < 2 ? "BOOK" : i == 2 ? "PDNG" : "INFO" });

    [Fact]
    public void A_written_statement_reads_back_equal() =>
        Gen.Long[-1_000_000_000, 1_000_000_000].Select(AnyStatus.List[0, 12]).Holds((opening, written) =>
        {
            var bytes = Encoding.UTF8.GetBytes(StatementText.Write(opening, written));
            var result = StatementText.Read(bytes);
            result.Verdict.ShouldBe(Verdict.Accept, string.Join("; ", result.Outcome.Findings));
            result.Statements[0].Opening!.Amount.ShouldBe(opening);
            var read = StatementText.Entries(bytes).Select(e => new EntryText(
                e.Amount, e.Details[0].EndToEndId!, e.Details[0].CreditorName!, e.Details[0].CreditorAccount!,
                e.Details[0].Remittance!)
            { ReturnReason = e.Details[0].ReturnReason, Status = e.Status });
            read.ShouldBe(written);
        });

    [Fact]
    public void A_statement_cut_anywhere_is_never_accepted_and_always_called_cut()
    {
        var bytes = Golden.Bytes("camt053-batch-booking-in-one-line.xml").AsSpan().TrimEnd((byte)'\n').ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            var outcome = StatementText.Read(bytes[..length]).Outcome;
            outcome.Verdict.ShouldBe(Verdict.Reject, $"cut at {length}");
            outcome.Reasons.ShouldContain(FileReason.Truncated, $"cut at {length}");
        }

        StatementText.Read(bytes).Verdict.ShouldBe(Verdict.Accept);
    }

    [Fact]
    public void One_changed_digit_of_a_booked_amount_is_never_accepted() =>
        Gen.Select(Entry.List[1, 6], Gen.Int[0, 5]).Holds((entries, which) =>
        {
            var text = StatementText.Write(0, entries);
            var amount = $">{Math.Abs(entries[which % entries.Count].Amount)}</Amt><CdtDbtInd>";
            var at = text.LastIndexOf(amount, StringComparison.Ordinal) + 1;
            var changed = text[..at] + (text[at] == '9' ? '8' : (char)(text[at] + 1)) + text[(at + 1)..];
            StatementText.Read(changed).Verdict.ShouldNotBe(Verdict.Accept);
        });

    [Fact]
    public void Random_damage_never_throws() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Byte, Gen.Int[0, 100_000], Gen.Byte).Holds((at, with, at2, with2) =>
        {
            var bytes = Encoding.UTF8.GetBytes(StatementText.Small());
            bytes[at % bytes.Length] = with;
            bytes[at2 % bytes.Length] = with2;
            StatementText.Read(bytes).Outcome.Bytes.ShouldBe(bytes.Length);
        });

    [Fact]
    public void Entries_across_block_borders_are_all_counted()
    {
        var entries = Enumerable.Range(1, 3_000)
            .Select(i => new EntryText(-i, "E" + i, "Đinh Văn Rê", "45", new string('ễ', i % 100 + 1)))
            .ToList();
        var result = StatementText.Read(StatementText.Write(0, entries));
        result.Verdict.ShouldBe(Verdict.Accept);
        result.Markers.ShouldBe(3_000);
    }
}
