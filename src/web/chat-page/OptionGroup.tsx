interface OptionGroupProps<T extends string> {
  name: string
  legend: string
  options: [T, string][]
  value: T
  onChoose: (value: T) => void
}

/** A few options side by side, one of them chosen. */
export function OptionGroup<T extends string>({ name, legend, options, value, onChoose }: OptionGroupProps<T>) {
  return (
    <fieldset className="options">
      <legend className="options__legend">{legend}</legend>
      <div className="options__line">
        {options.map(([option, label]) => (
          <label className="option" key={option}>
            <input
              type="radio"
              className="option__input"
              name={name}
              checked={option === value}
              onChange={() => onChoose(option)}
            />
            <span className="option__label">{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
