namespace PaymentHub.BankFormats.Schema;

/// <summary>What the schema asks of a value, in words.</summary>
internal static class SchemaWords
{
    private const int MostCodesShown = 12;

    /// <summary>What was expected where this fault was found, in Vietnamese and English.</summary>
    public static (string Vietnamese, string English) Of(ValueForm form, ValueFault fault) => fault switch
    {
        ValueFault.TooShort => ($"ít nhất {form.MinLength} ký tự", $"at least {form.MinLength} characters"),
        ValueFault.TooLong when form.MaxLength == int.MaxValue => ("quá dài", "too long"),
        ValueFault.TooLong => ($"nhiều nhất {form.MaxLength} ký tự", $"at most {form.MaxLength} characters"),
        ValueFault.NotACode => Codes(form),
        ValueFault.NotOfPattern => ($"phải theo mẫu {form.PatternText}", $"expected the pattern {form.PatternText}"),
        ValueFault.TooManyDigits => Digits(form),
        ValueFault.TooSmall => ($"không được nhỏ hơn {form.Least}", $"not less than {form.Least}"),
        _ => Kind(form.Kind),
    };

    private static (string Vietnamese, string English) Codes(ValueForm form)
    {
        var codes = string.Join(", ", form.Codes.Take(MostCodesShown));
        if (form.Codes.Length > MostCodesShown) codes += ", …";
        return ($"phải là một trong {codes}", $"expected one of {codes}");
    }

    private static (string Vietnamese, string English) Digits(ValueForm form)
    {
        var vietnamese = $"nhiều nhất {form.TotalDigits} chữ số, sau dấu chấm nhiều nhất {form.FractionDigits}";
        return (vietnamese, $"at most {form.TotalDigits} digits, of them {form.FractionDigits} after the point");
    }

    private static (string Vietnamese, string English) Kind(ValueKind kind) => kind switch
    {
        ValueKind.Decimal => ("phải là số thập phân", "expected a decimal number"),
        ValueKind.Boolean => ("phải là true hoặc false", "expected true or false"),
        ValueKind.Date => ("phải là ngày dạng YYYY-MM-DD", "expected a date YYYY-MM-DD"),
        ValueKind.DateTime => ("phải là ngày giờ dạng YYYY-MM-DDThh:mm:ss", "expected a time YYYY-MM-DDThh:mm:ss"),
        ValueKind.Year => ("phải là năm dạng YYYY", "expected a year YYYY"),
        ValueKind.YearMonth => ("phải là tháng dạng YYYY-MM", "expected a month YYYY-MM"),
        _ => ("phải là dữ liệu base64", "expected base64"),
    };
}
