import { counted } from '../plural.ts';
import type { Words } from './en.ts';

const count = counted('es');

export const words: Words = {
  kinds: {
    customer_display: 'Pantalla del cliente',
    kitchen: 'Cocina',
    board: 'Tablero de pedidos',
  },
  registering: {
    introducing: 'Esta pantalla se está presentando …',
    away: 'No se puede conectar con el servidor. Se sigue intentando.',
    try_again: 'Reintentar',
    approve: 'Apruebe esta pantalla en una caja',
    code: 'Su código',
    once_approved: 'Empezará a funcionar en cuanto alguien la apruebe.',
    here: 'Aprobar aquí',
    enter_pin: 'Introduzca el PIN de un administrador.',
    digits: (typed, all) => `${typed} de ${all} dígitos`,
    delete: 'Borrar',
    back: 'Volver',
    turned_away: 'Esta pantalla fue rechazada',
    turned_away_why: 'Alguien la quitó, o el servidor se restauró desde una copia.',
    anew: 'Presentarla de nuevo',
  },
  link: {
    cut_off: (since) => `Sin conexión desde las ${since}`,
    old: (age) => `Lo que ve tiene ${age} min.`,
    again: 'Se sigue intentando.',
  },
  sound: { locked: 'Toque una vez para activar el sonido' },
  refusals: {
    INVALID_PIN: 'Este PIN no es correcto.',
    TOO_MANY_ATTEMPTS: 'Demasiados PIN incorrectos: espere un momento e inténtelo de nuevo.',
    FORBIDDEN: 'Para esto hace falta un administrador.',
    STATION_NOT_FOUND: 'La cocina no tiene esa estación.',
    TOO_MANY_SCREENS: 'Ya hay tantas pantallas como se permite: quite una en una caja.',
  },
  not_done: 'No ha funcionado.',
  display: {
    welcome: 'Bienvenidos',
    appears_here: 'Su pedido aparecerá aquí.',
    your_order: 'Su pedido',
    items: count({ one: '# artículo', other: '# artículos' }),
    order_number: 'Pedido número',
    subtotal: 'Subtotal',
    off_items: 'Descuento en artículos',
    tax: 'Impuestos',
    card_fee: 'Recargo por tarjeta',
    total: 'Total',
    tip: 'Propina',
    paid: 'Pagado',
    still_to_pay: 'Queda por pagar',
    thanks: '¡Gracias!',
    your_number: 'Su número de pedido es el',
    change: 'Su cambio',
  },
  board: { preparing: 'En preparación', ready: 'Listos', nothing: 'No hay pedidos' },
  kitchen: {
    all_done: 'Todo hecho',
    appear_here: 'Los pedidos nuevos aparecen aquí.',
    tickets: count({ one: '# comanda', other: '# comandas' }),
  },
};
