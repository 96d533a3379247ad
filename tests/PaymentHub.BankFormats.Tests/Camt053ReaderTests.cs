using NodaTime;
using PaymentHub.BankFormats.Camt053;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

public class Camt053ReaderTests
{
    private const string Day = "camt053-a-day-with-funding-debits-and-a-return.xml";

    [Fact]
    public void A_good_day_is_accepted_with_every_field()
    {
        var entries = StatementText.Entries(Golden.Bytes(Day));
        entries.Select(e => e.Amount).ShouldBe([10_000_000, -500_000, -566_000, 500_000]);
        var debit = entries[1];
        debit.EntryNo.ShouldBe(2);
        debit.Line.ShouldBe(46);
        debit.BankReference.ShouldBe("FT263060002");
        debit.EntryReference.ShouldBe("0002");
        debit.Code.ShouldBe(new TransactionCode("PMNT", "ICDT", "DMCT", null));
        debit.BookingDate.ShouldBe(new LocalDate(2026, 11, 2));
        debit.ValueDate.ShouldBe(new LocalDate(2026, 11, 2));
        debit.IsBooked.ShouldBeTrue();
        var detail = debit.Details.ShouldHaveSingleItem();
        detail.EndToEndId.ShouldBe("ABCDEFGHIJKLMNOP");
        detail.Amount.ShouldBe(-500_000);
        detail.CreditorName.ShouldBe("NGUYEN THI HOA");
        detail.CreditorAccount.ShouldBe("4500205123456");
        detail.CreditorAgent.ShouldBe("970405");
        detail.MessageId.ShouldBe("PH26NOVEMBER0001");
        detail.PaymentInformationId.ShouldBe("B2102500001TCXHA");
        detail.Remittance.ShouldBe("Trợ cấp xã hội tháng 11/2026 hồ sơ QN-21025-000123");
        entries[3].Details[0].ReturnReason.ShouldBe("MD07");
        entries[3].Details[0].ReturnText.ShouldBe("CHU TAI KHOAN DA CHET");
    }

    [Fact]
    public void The_head_and_totals_of_a_statement_are_read()
    {
        var result = Camt053Reader.ReadAll(Golden.Open(Day));
        result.Verdict.ShouldBe(Verdict.Accept);
        result.Outcome.Findings.ShouldBeEmpty();
        result.MessageId.ShouldBe("AGRI-20261102");
        result.Markers.ShouldBe(4);
        var statement = result.Statements.ShouldHaveSingleItem();
        statement.Id.ShouldBe("AGRI-20261102-001");
        statement.SequenceNumber.ShouldBe(306);
        statement.Account.ShouldBe("4500201000018");
        statement.Currency.ShouldBe("VND");
        statement.OwnerName.ShouldBe("SO TAI CHINH TINH QUANG NGAI");
        statement.ServicerBic.ShouldBe("VBAAVNVX");
        statement.From.ShouldBe(new LocalDate(2026, 11, 2));
        statement.To.ShouldBe(new LocalDate(2026, 11, 2));
        statement.Opening!.Amount.ShouldBe(2_000_000);
        statement.Closing!.Amount.ShouldBe(11_434_000);
        statement.Difference.ShouldBe((Int128)0);
        statement.BookedCredits.ShouldBe((Int128)10_500_000);
        statement.BookedDebits.ShouldBe((Int128)1_066_000);
    }

    [Fact]
    public void The_hash_is_that_of_all_bytes()
    {
        var bytes = Golden.Bytes(Day);
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        var outcome = StatementText.Read(bytes).Outcome;
        outcome.Sha256.ShouldBe(expected);
        outcome.Bytes.ShouldBe(bytes.Length);
        StatementText.Read(bytes[..100]).Outcome.Sha256
            .ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes[..100])));
    }

    [Fact]
    public void Any_prefix_gives_the_same_entries()
    {
        var plain = StatementText.Entries(Golden.Bytes(Day));
        var prefixed = StatementText.Entries(Golden.Bytes("camt053-any-prefix-will-do.xml"));
        prefixed.Select(e => (e.Amount, e.BankReference)).ShouldBe(plain.Select(e => (e.Amount, e.BankReference)));
        Camt053Reader.ReadAll(Golden.Open("camt053-any-prefix-will-do.xml")).Verdict.ShouldBe(Verdict.Accept);
    }

    [Fact]
    public void A_batch_booking_keeps_what_the_one_line_stands_for()
    {
        var entry = StatementText.Entries(Golden.Bytes("camt053-batch-booking-in-one-line.xml")).ShouldHaveSingleItem();
        entry.Details.ShouldBeEmpty();
        entry.Batch.ShouldBe(new BatchInformation("B2102500001HTXHA", "PH26NOVEMBER0001", 86, 43_000_000));
        Camt053Reader.ReadAll(Golden.Open("camt053-batch-booking-in-one-line.xml")).Verdict.ShouldBe(Verdict.Accept);
    }

    [Fact]
    public void A_pending_entry_is_handed_out_but_moves_no_balance()
    {
        var result = Camt053Reader.ReadAll(Golden.Open("camt053-pending-entry-moves-no-balance.xml"));
        result.Verdict.ShouldBe(Verdict.Accept);
        result.Entries.ShouldBe(2);
        result.Statements[0].BookedEntries.ShouldBe(1);
    }

    [Fact]
    public void A_reversal_has_the_sign_of_its_own_booking()
    {
        var entries = StatementText.Entries(Golden.Bytes("camt053-a-reversal-keeps-its-own-sign.xml"));
        entries.Select(e => (e.Amount, e.IsReversal)).ShouldBe([(-100_000, false), (100_000, true)]);
    }

    [Fact]
    public void Two_statements_in_one_file_are_checked_each()
    {
        var result = Camt053Reader.ReadAll(Golden.Open("camt053-two-statements.xml"));
        result.Verdict.ShouldBe(Verdict.Accept);
        result.Statements.Select(s => (s.Id, s.SequenceNumber, s.Account)).ShouldBe(
            [("AGRI-20261102-001", 306, "4500201000018"), ("AGRI-20261103-001", 307, "4500201000026")]);
        StatementText.Entries(Golden.Bytes("camt053-two-statements.xml")).Select(e => (e.StatementNo, e.EntryNo))
            .ShouldBe([(1, 1), (2, 2)]);
    }

    [Fact]
    public void A_closing_balance_off_by_one_holds_the_file_and_names_the_difference()
    {
        var outcome = Camt053Reader.ReadAll(Golden.Open("camt053-closing-balance-off-by-one.xml")).Outcome;
        outcome.Verdict.ShouldBe(Verdict.Hold);
        outcome.Reasons.ShouldBe([FileReason.Balance]);
        outcome.Findings[0].TextVi.ShouldContain("lệch 1 đồng");
        outcome.Findings[0].TextEn.ShouldContain("11,434,001");
    }

    [Fact]
    public void A_declared_count_off_by_one_holds_the_file_with_both_numbers()
    {
        var outcome = Camt053Reader.ReadAll(Golden.Open("camt053-declared-count-off-by-one.xml")).Outcome;
        outcome.Verdict.ShouldBe(Verdict.Hold);
        outcome.Findings.ShouldHaveSingleItem().TextVi.ShouldBe(
            "Không khớp số bút toán: tệp ghi 5, cộng lại được 4.");
    }

    [Theory]
    [InlineData("<Amt Ccy=\"VND\">566000</Amt>\n            <RltdPties>",
        "<Amt Ccy=\"VND\">566001</Amt>\n            <RltdPties>")]
    [InlineData("<NbOfNtries>4</NbOfNtries><Sum>11566000", "<NbOfNtries>4</NbOfNtries><Sum>11566001")]
    [InlineData("<NbOfNtries>2</NbOfNtries><Sum>10500000", "<NbOfNtries>3</NbOfNtries><Sum>10500000")]
    [InlineData("<NbOfNtries>2</NbOfNtries><Sum>1066000", "<NbOfNtries>2</NbOfNtries><Sum>1065999")]
    public void A_number_said_twice_that_differs_holds_the_file(string good, string bad)
    {
        var text = Golden.Text(Day);
        text.ShouldContain(good);
        var outcome = StatementText.Read(text.Replace(good, bad, StringComparison.Ordinal)).Outcome;
        outcome.Verdict.ShouldBe(Verdict.Hold);
        outcome.Reasons.ShouldBe([FileReason.ControlMismatch]);
    }

    [Theory]
    [InlineData("</Btch>", "</Btch><TxDtls><Amt Ccy=\"VND\">43000000</Amt></TxDtls>", "NtryDtls/Btch/NbOfTxs")]
    [InlineData("\"VND\">43000000</Amt>\n        <CdtDbtInd>", "\"VND\">43000001</Amt>\n        <CdtDbtInd>",
        "NtryDtls/Btch/TtlAmt")]
    public void A_batch_that_contradicts_its_entry_or_details_is_held(string good, string bad, string where)
    {
        var text = Golden.Text("camt053-batch-booking-in-one-line.xml");
        text.ShouldContain(good);
        var findings = StatementText.Read(text.Replace(good, bad, StringComparison.Ordinal)).Outcome.Findings;
        findings.ShouldContain(f => f.Rule == FileReason.ControlMismatch && f.Where == "Stmt[1]/Ntry[1]/" + where);
        findings.ShouldAllBe(f => f.Effect == Verdict.Hold);
    }

    [Fact]
    public void A_detail_without_amount_does_not_inherit_the_entry_s()
    {
        var entries = StatementText.Entries(System.Text.Encoding.UTF8.GetBytes(StatementText.Small()));
        entries[0].Details.ShouldHaveSingleItem().Amount.ShouldBeNull();
    }

    [Fact]
    public void An_end_to_end_id_that_the_bank_does_not_give_is_none()
    {
        var text = StatementText.Small().Replace("ABCDEFGHIJKLMNOP", "NOTPROVIDED", StringComparison.Ordinal);
        StatementText.Entries(System.Text.Encoding.UTF8.GetBytes(text))[0].Details[0].EndToEndId.ShouldBeNull();
    }

    [Fact]
    public void Mangled_Vietnamese_is_held_not_guessed()
    {
        var outcome = Camt053Reader.ReadAll(Golden.Open("camt053-mangled-names-are-held.xml")).Outcome;
        outcome.Verdict.ShouldBe(Verdict.Hold);
        outcome.Reasons.ShouldBe([FileReason.BadEncoding]);
    }

    [Fact]
    public void A_result_asked_for_before_the_end_is_an_error()
    {
        using var reader = new Camt053Reader(Golden.Open(Day));
        reader.Read().ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => reader.Result);
        while (reader.Read())
        {
            // To the end.
        }

        reader.Result.Verdict.ShouldBe(Verdict.Accept);
        reader.Read().ShouldBeFalse();
    }

    [Fact]
    public void All_errors_are_reported_at_once_with_line_and_place()
    {
        var text = StatementText.Write(0, [Entry(1), Entry(2), Entry(3)])
            .Replace("<Amt Ccy=\"VND\">1<", "<Amt Ccy=\"VND\">1,0<", StringComparison.Ordinal)
            .Replace("<Amt Ccy=\"VND\">2<", "<Amt Ccy=\"USD\">2<", StringComparison.Ordinal);
        var findings = StatementText.Read(text).Outcome.Findings;
        findings.Select(f => (f.Rule, f.Where)).ShouldBe(
        [
            (FileReason.BadAmount, "Stmt[1]/Ntry[1]/Amt"), (FileReason.BadCurrency, "Stmt[1]/Ntry[2]/Amt"),
            (FileReason.Balance, "Stmt[1]/Bal"),
        ]);
        findings[0].Line.ShouldBe(7);

        static EntryText Entry(long amount) => new(amount, "E" + amount, "A", "1", "x");
    }
}
