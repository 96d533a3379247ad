using NodaTime;
using static PaymentHub.Domain.Register.RegisterRow;

namespace PaymentHub.Domain.Register;

/// <summary>Reads the payout columns of a register row: method, institution, account and payee.</summary>
internal static class PayoutParsing
{
    private const int AccountLimit = 34;

    private static readonly (string Vi, PayoutMethod Method)[] Methods =
    [
        ("Chuyển khoản", PayoutMethod.Transfer), ("Tiền mặt", PayoutMethod.Cash), ("Chuyển quỹ", PayoutMethod.Fund),
    ];

    private static readonly (string Vi, PayeeRelation Relation)[] Relations =
    [
        ("Bản thân", PayeeRelation.Self), ("Người giám hộ", PayeeRelation.Guardian),
        ("Chủ hộ", PayeeRelation.HouseholdHead), ("Cơ sở trợ giúp", PayeeRelation.Facility),
        ("Người được ủy quyền", PayeeRelation.Proxy), ("Người chăm sóc", PayeeRelation.Carer),
        ("Người thừa kế", PayeeRelation.Heir), ("Người lo mai táng", PayeeRelation.Heir),
    ];

    public static PayoutDetails? Read(
        in RegisterRow row, string programme, RegisterReference reference, CellReader cells)
    {
        var method = ReadMethod(row, programme, cells);
        var institution = ReadInstitution(row, method, reference, cells);
        var (bin, account, holder) = method == PayoutMethod.Transfer
            ? ReadAccount(row, reference, cells)
            : NoAccount(row, method, cells);
        var payee = ReadPayee(row, reference, cells);
        return method is null ? null : new PayoutDetails(method.Value, institution, bin, account, holder, payee);
    }

    private static PayoutMethod? ReadMethod(in RegisterRow row, string programme, CellReader cells)
    {
        var method = MethodOf(row.Method);
        if (method is null) cells.Error(ColumnMethod, RowRules.MethodInvalid, ValueClass.Of(row.Method));
        else if ((method == PayoutMethod.Fund) != RegisterReference.FundProgrammes.Contains(programme))
            cells.Error(ColumnMethod, RowRules.MethodInvalid, "method of another programme");
        return method;
    }

    /// <summary>Almost every row has the template's own spelling, so that is tried before any key is made.</summary>
    private static PayoutMethod? MethodOf(string cell)
    {
        foreach (var (vi, method) in Methods)
            if (string.Equals(vi, cell, StringComparison.Ordinal)) return method;
        var text = VietnameseText.Normalize(cell);
        foreach (var (vi, method) in Methods)
            if (VietnameseText.SameName(vi, text)) return method;
        return null;
    }

    private static string ReadInstitution(
        in RegisterRow row, PayoutMethod? method, RegisterReference reference, CellReader cells)
    {
        var code = row.Institution.Trim();
        if (!reference.TryInstitution(code, out var institution))
        {
            cells.Error(ColumnInstitution, RowRules.InstitutionUnknown, ValueClass.Of(code));
            return code;
        }

        var needed = method == PayoutMethod.Cash ? InstitutionKind.Post : InstitutionKind.Bank;
        if (method is not null && institution.Kind != needed)
            cells.Error(ColumnInstitution, RowRules.MethodInvalid, "institution of another kind");
        return institution.Code;
    }

    private static (string? Bin, string? Account, string? Holder) ReadAccount(
        in RegisterRow row, RegisterReference reference, CellReader cells)
    {
        var code = row.BankBin.Trim();
        if (!reference.TryBank(code, out var bin))
            cells.Error(ColumnBankBin, RowRules.BankUnknown, ValueClass.Of(code));
        var account = row.Account.Trim();
        if (account.Length == 0) cells.Error(ColumnAccount, RowRules.AccountMissing, ValueClass.Empty);
        else if (account.Length > AccountLimit || !IsPlain(account))
            cells.Error(ColumnAccount, RowRules.AccountInvalid, ValueClass.Of(account));
        var holder = cells.Required(ColumnHolder, row.HolderName, 140, RowRules.AccountMissing);
        return (bin, account, VietnameseText.BankName(holder));
    }

    private static (string? Bin, string? Account, string? Holder) NoAccount(
        in RegisterRow row, PayoutMethod? method, CellReader cells)
    {
        if (method is not null && !string.IsNullOrWhiteSpace(row.Account))
            cells.Warn(ColumnAccount, RowRules.AccountIgnored, ValueClass.Of(row.Account));
        return (null, null, null);
    }

    private static Payee? ReadPayee(in RegisterRow row, RegisterReference reference, CellReader cells)
    {
        if (string.Equals(row.Relation, Relations[0].Vi, StringComparison.Ordinal)) return null;
        var relation = RelationOf(row.Relation);
        if (relation is null) cells.Error(ColumnRelation, RowRules.PayeeMissing, ValueClass.Of(row.Relation));
        if (relation is null or PayeeRelation.Self) return null;
        var name = cells.Required(ColumnPayeeName, row.PayeeName, 100, RowRules.PayeeMissing);
        var identifier = ReadPayeeId(row, relation.Value, reference, cells);
        return new Payee(relation.Value, name, identifier, ReadTerm(row, relation.Value, cells));
    }

    /// <summary>The term is optional as a whole: an earlier system's register does not have it.</summary>
    private static PayeeTerm? ReadTerm(in RegisterRow row, PayeeRelation relation, CellReader cells)
    {
        var (paper, from, until) = (row.PayeeDocument.Trim(), row.PayeeFrom.Trim(), row.PayeeUntil.Trim());
        if (paper.Length == 0 && from.Length == 0 && until.Length == 0) return null;
        LocalDate? last = null;
        var isReadable = CellDates.TryDay(from, out var first)
            && (until.Length == 0 || CellDates.TryDay(until, out last));
        var term = isReadable
            ? new PayeeTerm(first!.Value, last, cells.Text(ColumnPayeeDocument, paper, 100))
            : null;
        if (term?.Suits(relation) == true) return term;
        cells.Error(ColumnPayeeDocument, RowRules.PayeeTermInvalid, ValueClass.Of(until));
        return null;
    }

    private static PayeeRelation? RelationOf(string cell)
    {
        var text = VietnameseText.Normalize(cell);
        foreach (var (vi, relation) in Relations)
            if (VietnameseText.SameName(vi, text)) return relation;
        return null;
    }

    /// <summary>
    /// A facility may be known by its tax number (mã số thuế, 10 or 13 digits); people by their personal id.
    /// </summary>
    private static string ReadPayeeId(
        in RegisterRow row, PayeeRelation relation, RegisterReference reference, CellReader cells)
    {
        var text = row.PayeeId.Trim();
        if (text.Length == 0)
        {
            cells.Error(ColumnPayeeId, RowRules.PayeeMissing, ValueClass.Empty);
            return text;
        }

        var isTaxNumber = text.Length is 10 or 13 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
        if (relation == PayeeRelation.Facility && isTaxNumber) return text;
        return cells.PersonalIdOf(ColumnPayeeId, text, reference)?.Value ?? text;
    }

    private static bool IsPlain(string account)
    {
        foreach (var c in account)
            if (!char.IsAsciiLetterOrDigit(c)) return false;
        return true;
    }
}
